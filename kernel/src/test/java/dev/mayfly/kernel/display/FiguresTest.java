package dev.mayfly.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void bytesHaveDecimalUnits() {
        assertThat(Figures.bytes(0)).isEqualTo("0 B");
        assertThat(Figures.bytes(999)).isEqualTo("999 B");
        assertThat(Figures.bytes(1000)).isEqualTo("1.0 kB");
        assertThat(Figures.bytes(999_960)).isEqualTo("1.0 MB");
        assertThat(Figures.bytes(123_456_789)).isEqualTo("123 MB");
        assertThat(Figures.bytes(Long.MAX_VALUE)).isEqualTo("9.2 EB");
    }

    @Test
    void timesAreReadable() {
        assertThat(Figures.time(Duration.ofMillis(42))).isEqualTo("0.04 s");
        assertThat(Figures.time(Duration.ofMillis(9_849))).isEqualTo("9.8 s");
        assertThat(Figures.time(Duration.ofMillis(59_970))).isEqualTo("1 min 0 s");
        assertThat(Figures.time(Duration.ofSeconds(11_045))).isEqualTo("3 h 4 min");
    }

    @Test
    void numbersAreGroupedAndNeverLoseTheirSize() {
        assertThat(Figures.number(1_234_567)).isEqualTo("1,234,567");
        assertThat(Figures.number(new BigInteger("123456789012345678901"))).isEqualTo("123,456,789,012,345,678,901");
        assertThat(Figures.number(new BigDecimal("1234.50"))).isEqualTo("1,234.50");
        assertThat(Figures.number(0.1 + 0.2)).isEqualTo("0.3");
        assertThat(Figures.number(1.5e-9)).isEqualTo("1.5E-9");
        assertThat(Figures.number(1e300)).isEqualTo("1.0E300");
        assertThat(Figures.number(Double.NaN)).isEqualTo("NaN");
        assertThat(Figures.number(-0.25)).isEqualTo("-0.25");
    }
}
