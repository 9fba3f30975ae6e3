package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NameQuestionTest {
    @ParameterizedTest
    @CsvSource({"String?,String,0", "String??,String,1", "?list.add,list.add,0", "'?? x ',x,1", "' x ?',x,0"})
    void aQuestionMarkAsksForAName(String code, String name, int detail) {
        assertThat(NameQuestion.in(code)).contains(new NameQuestion(name, detail));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "a ? b : c", "String", "// really?\nx", "a\nb?"})
    void javaIsNoQuestion(String code) {
        assertThat(NameQuestion.in(code)).isEqualTo(Optional.empty());
    }

    @Test
    void theNextLineIsIndentedOneStepMoreAfterAnOpenBracket() {
        assertThat(Indentation.after("for (;;) {")).isEqualTo("    ");
        assertThat(Indentation.after("  foo(\n\n")).isEqualTo("      ");
        assertThat(Indentation.after("{\n\tint x = 1;")).isEqualTo("\t");
        assertThat(Indentation.after("")).isEmpty();
    }
}
