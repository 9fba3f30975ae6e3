package dev.mayfly.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PastValuesTest {
    private final PastValues past = new PastValues();

    PastValuesTest() {
        past.remember("In [3]", "$7");
        past.remember("In [4]", "rows");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "_                          | rows",
                "_.size()                   | rows.size()",
                "f(_, 1) + _                | f(rows, 1) + rows",
                "var n = _;                 | var n = rows;",
                "return _;                  | return rows;",
                "x -> _.get(x)              | x -> rows.get(x)",
                "x -> _                     | x -> rows",
                "out(3)                     | $7",
                "out( 3 ).top(5)            | $7.top(5)",
                "out(4) + _ + out(3)        | rows + rows + $7",
            })
    void standForVariables(String typed, String expanded) {
        assertThat(past.expand(typed).code()).isEqualTo(expanded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a _ b\"",
                "'_'",
                "// _",
                "/* _ out(3) */ 1",
                "a_b + _c + __",
                "_ -> 1",
                "(_, x) -> x",
                "(x, _) -> x",
                "for (var _ : rows) n++;",
                "catch (Exception _)",
                "Map<String, Integer> _ = f();",
                "int[] _ = f();",
                "case Point(_, var y) -> y",
                "if (p instanceof Point(_, var y)) f(y);",
                "System.out(3)",
                "out(99)",
                "out(n)",
                "out.emit(3)",
            })
    void stayWhereJavaMeansThem(String typed) {
        assertThat(past.expand(typed).code()).isEqualTo(typed);
    }

    @Test
    void placesAreFoundAgainInTheTextAsTyped() {
        PastValues.Expanded expanded = past.expand("f(_).a(out(3)).b");
        assertThat(expanded.code()).isEqualTo("f(rows).a($7).b");
        assertThat(expanded.expanded(2)).isEqualTo(2);
        assertThat(expanded.expanded(3)).isEqualTo(6);
        assertThat(expanded.expanded(16)).isEqualTo(15);
        assertThat(expanded.typed(6)).isEqualTo(3);
        assertThat(expanded.typed(14)).isEqualTo(15);
        assertThat(expanded.typed(15)).isEqualTo(16);
    }

    @Test
    void nothingIsReplacedBeforeThereIsAValue() {
        assertThat(new PastValues().expand("_ + out(1)").code()).isEqualTo("_ + out(1)");
    }
}
