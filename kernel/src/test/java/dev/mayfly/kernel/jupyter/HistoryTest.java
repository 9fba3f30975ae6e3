package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HistoryTest {
    private final History history = new History();

    @BeforeEach
    void fourCells() {
        history.add(1, "var a = 1", Optional.empty());
        history.add(2, "a + 1", Optional.of("2"));
        history.add(3, "line\n[x]", Optional.empty());
        history.add(4, "a + 1", Optional.of("2"));
    }

    private static ObjectNode request(String access) {
        return Json.object().put("hist_access_type", access);
    }

    private String rows(ObjectNode request) {
        return history.reply(request).path("history").toString();
    }

    @Test
    void theTailHasTheLastCellsInOrder() {
        assertThat(rows(request("tail").put("n", 2))).isEqualTo("[[1,3,\"line\\n[x]\"],[1,4,\"a + 1\"]]");
        assertThat(rows(request("tail").put("n", 0))).isEqualTo("[]");
        assertThat(rows(request("tail").put("n", 99))).contains("[1,1,");
    }

    @Test
    void outputsComeBesideInputsWhereAsked() {
        assertThat(rows(request("range").put("start", 1).put("stop", 3).put("output", true)))
                .isEqualTo("[[1,1,[\"var a = 1\",null]],[1,2,[\"a + 1\",\"2\"]]]");
    }

    @Test
    void aRangeEndsBeforeItsStopOrAtTheEnd() {
        assertThat(rows(request("range").put("start", 4))).isEqualTo("[[1,4,\"a + 1\"]]");
        assertThat(rows(request("range").put("start", 1).put("stop", 1))).isEqualTo("[]");
        assertThat(rows(request("range").put("session", 7).put("start", 1))).isEqualTo("[]");
        assertThat(rows(request("range").put("session", 1).put("start", 4))).isEqualTo("[[1,4,\"a + 1\"]]");
    }

    @Test
    void aSearchTakesAGlobAndBracketsAreBrackets() {
        assertThat(rows(request("search").put("pattern", "a ? 1"))).isEqualTo("[[1,2,\"a + 1\"],[1,4,\"a + 1\"]]");
        assertThat(rows(request("search").put("pattern", "*[x]"))).isEqualTo("[[1,3,\"line\\n[x]\"]]");
        assertThat(rows(request("search").put("pattern", "a ? 1").put("unique", true)))
                .isEqualTo("[[1,4,\"a + 1\"]]");
        assertThat(rows(request("search").put("pattern", "*").put("n", 1))).isEqualTo("[[1,4,\"a + 1\"]]");
    }

    @Test
    void anotherKindOfAccessIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.reply(request("dream")))
                .withMessageContaining("dream");
    }
}
