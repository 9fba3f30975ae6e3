package dev.mayfly.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Fields as {@link String#split(String)} finds them. */
class FieldsTest {
    private static final List<String> SIMPLE = List.of(
            " ", ",", "\t", ";", "a", "é", "ÿ", "\0", "\\|", "\\.", "\\\\", "\\+", "\\-", "\\s", "\\s+", " +", ",+",
            "\\|+", "\\++", "\\\\+", "-", "]", "}", "&");

    private static final List<String> OTHERS = List.of(
            "", ".", "|", "$", "^", "*", "+", "?", "(", "[", "{", "\\", "\\d", "\\w", "\\b", "\\S+", "\\t", "\\é", "ab",
            "a*", "a++", "  ", " ?", "[ ]", "\\s*", ".+", "^+", "東", "\\+?", "\\s++", "\\s+,", "(,)", "\uD83D");

    private static List<String> fields(String regex, String text) throws Exception {
        Fields fields = new Fields(Fields.Separator.of(regex).orElseThrow());
        List<String> all = new ArrayList<>();
        // What another text has left behind is none of this one's.
        assertThat(fields.set(regex.repeat(40) + "left")).isTrue();
        assertThat(fields.set(text)).isTrue();
        fields.forEach((bytes, offset, count) -> {
            assertThat(bytes.length).isGreaterThanOrEqualTo(offset + count + Fields.SLACK);
            all.add(new String(bytes, offset, count, StandardCharsets.ISO_8859_1));
        });
        for (int i = 0; i < all.size() + 3; i++) {
            int index = i;
            boolean given = fields.field(i, (bytes, offset, count) -> assertThat(
                            new String(bytes, offset, count, StandardCharsets.ISO_8859_1))
                    .isEqualTo(all.get(index)));
            assertThat(given).isEqualTo(i < all.size() && !all.get(i).isEmpty());
        }
        for (int[] some :
                List.of(new int[0], new int[] {0}, new int[] {1, 2, 5}, new int[] {all.size() - 1, all.size()})) {
            String[] array = fields.some(some.length == 2 && all.isEmpty() ? new int[] {0} : some);
            assertThat(array).hasSize(all.size());
            for (int i = 0; i < array.length; i++) {
                boolean wanted = Arrays.binarySearch(some, i) >= 0;
                assertThat(array[i]).isEqualTo(wanted ? all.get(i) : null);
            }
        }
        for (int[] some : List.of(new int[] {Fields.LAST}, new int[] {Fields.LAST, 0, 3})) {
            String[] array = fields.some(some);
            assertThat(array).hasSize(all.size());
            for (int i = 0; i < array.length; i++) {
                boolean wanted = i == array.length - 1 || Arrays.binarySearch(some, i) >= 0;
                assertThat(array[i]).isEqualTo(wanted ? all.get(i) : null);
            }
        }
        return all;
    }

    @Test
    void theyAreThoseOfSplit() throws Exception {
        Random random = new Random(20);
        for (String regex : SIMPLE) {
            String most =
                    regex.replace("\\s", " \t\n\u000B\f\r\u001C\u0085\u00A0").replace("\\", "") + "x";
            for (int i = 0; i < 3_000; i++) {
                int length = random.nextInt(i % 100 == 0 ? 3_000 : 40);
                StringBuilder text = new StringBuilder();
                while (text.length() < length) {
                    text.append(
                            random.nextInt(3) == 0
                                    ? (char) random.nextInt(256)
                                    : most.charAt(random.nextInt(most.length())));
                }
                String line = text.toString();
                assertThat(fields(regex, line))
                        .as("fields of \"%s\" by %s", line, regex)
                        .containsExactly(line.split(regex));
            }
        }
    }

    @Test
    void textsOfNoFieldAndOfOneAreAsSplitHasThem() throws Exception {
        for (String regex : SIMPLE) {
            for (String text : List.of("", " ", "   ", ",", ",,", "word", " word", "word ", "\t\t\tword\t")) {
                assertThat(fields(regex, text)).containsExactly(text.split(regex));
            }
        }
    }

    @Test
    void otherExpressionsAndTextsAreLeftToTheJdk() {
        for (String regex : OTHERS) {
            assertThat(Fields.Separator.of(regex)).as(regex).isEmpty();
        }
        Fields fields = new Fields(Fields.Separator.of(" ").orElseThrow());
        assertThat(fields.set("東 京")).isFalse();
        assertThat(fields.set("x".repeat(1 << 21))).isFalse();
        assertThat(fields.set("x y")).isTrue();
    }
}
