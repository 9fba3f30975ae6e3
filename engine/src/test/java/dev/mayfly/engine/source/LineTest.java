package dev.mayfly.engine.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineTest {
    private final Line line = Line.of("GET /a 200 -17");

    @Property(tries = 500)
    void ofAsciiTextEverythingIsAsOfAString(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder made = new StringBuilder();
        for (int n = random.nextInt(40); n > 0; n--) {
            made.append("ab c".charAt(random.nextInt(4)));
        }
        String text = made.toString();
        Line view = Line.of(text);
        int from = random.nextInt(text.length() + 2);
        assertThat(view.length()).isEqualTo(text.length());
        assertThat(view.indexOf('a', from)).isEqualTo(text.indexOf('a', from));
        assertThat(view.lastIndexOf('b')).isEqualTo(text.lastIndexOf('b'));
        assertThat(view.indexOf("ab", from)).isEqualTo(text.indexOf("ab", from));
        assertThat(view.contains("bca")).isEqualTo(text.contains("bca"));
        assertThat(view.startsWith("ab")).isEqualTo(text.startsWith("ab"));
        String[] fields = text.split(" ", -1);
        for (int i = 0; i < fields.length; i++) {
            assertThat(view.field(' ', i)).isEqualTo(fields[i]);
        }
        assertThatThrownBy(() -> view.field(' ', fields.length))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("of a line of " + fields.length);
    }

    @Property
    void wholeNumbersAreReadAsTheyArePrinted(@ForAll long number) {
        assertThat(Line.of("x " + number).number(' ', 1)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "+", "1a", "1 ", "--1", "9223372036854775808", "0x1", "\u0661"})
    void whatIsNoNumberIsAnErrorThatQuotesIt(String text) {
        assertThatThrownBy(() -> Line.of(text).number(0, Line.of(text).length()))
                .isInstanceOf(NumberFormatException.class)
                .hasMessageContaining(text);
    }

    @Test
    void fieldsAreCountedFromZero() {
        assertThat(line.field(' ', 1)).isEqualTo("/a");
        assertThat(line.number(' ', 3)).isEqualTo(-17);
        assertThat(line).hasToString("GET /a 200 -17");
    }

    @Test
    void otherCharactersAreDecodedWhereTheyAreAskedFor() {
        Line accents = Line.of("é ü");
        assertThat(accents.length()).isEqualTo(5);
        assertThat(accents.field(' ', 1)).isEqualTo("ü");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> accents.indexOf('é'))
                .withMessageContaining("U+00E9");
    }

    @Test
    void positionsOutsideAreErrorsThatSayWhich() {
        assertThatThrownBy(() -> line.byteAt(14)).hasMessage("position 14 of a line of 14 bytes");
        assertThatThrownBy(() -> line.text(3, 15)).hasMessage("3 to 15 of a line of 14 bytes");
        assertThatThrownBy(() -> line.text(4, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
