package dev.mayfly.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ColumnsTest {
    record Hit(String path, int status) {}

    @Test
    void aRecordHasAColumnForEachComponent() {
        Columns columns = Columns.of(List.of(new Hit("/a", 200)));
        assertThat(columns.names()).containsExactly("path", "status");
        assertThat(columns.cells()).containsExactly(List.of("/a", 200));
    }

    @Test
    void aPairHasTheColumnsOfItsKeyAndThenThoseOfItsValue() {
        Columns columns = Columns.of(List.of(new Pair<>(new Hit("/a", 200), 7L)));
        assertThat(columns.names()).containsExactly("path", "status", "value");
    }

    @Test
    void anOptionalIsItsValueOrNull() {
        Columns columns = Columns.of(List.of(
                new Joined<>("a", 1, Optional.of("x")), new Joined<>("b", 2, Optional.empty()), Optional.of("y")));
        assertThat(columns.names()).containsExactly("key", "left", "right");
        assertThat(columns.cells())
                .containsExactly(List.of("a", 1, "x"), Arrays.asList("b", 2, null), Arrays.asList("y", null, null));
    }

    @Test
    void shorterRowsAreFilledWithNulls() {
        Columns columns = Columns.of(List.of(new String[] {"a"}, new String[] {"b", "c"}));
        assertThat(columns.names()).containsExactly("[0]", "[1]");
        assertThat(columns.cells()).containsExactly(Arrays.asList("a", null), List.of("b", "c"));
    }

    @Test
    void anythingElseIsOneColumn() {
        assertThat(Columns.of(List.of("line")).names()).containsExactly("value");
        assertThat(Columns.of(List.of()).names()).isEmpty();
    }
}
