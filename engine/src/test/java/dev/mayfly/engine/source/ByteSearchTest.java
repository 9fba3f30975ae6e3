package dev.mayfly.engine.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ByteSearchTest {
    /** What may be read behind the bytes that count. */
    private static final int BEHIND = 8;

    /** Few different characters, among them such as differ by one bit, so that much almost matches. */
    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("aab`\u0000\u0001\u007f".charAt(random.nextInt(7)));
        }
        return text.toString();
    }

    @Property(tries = 3000)
    void theFirstOccurrenceIsFoundWhateverIsAround(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int needleLength) {
        Random random = new Random(seed);
        String needle = text(random, needleLength);
        String text = text(random, random.nextInt(100));
        if (random.nextBoolean()) {
            int at = random.nextInt(text.length() + 1);
            text = text.substring(0, at) + needle + text.substring(at);
        }
        // The text again behind its end, where it is not to be found.
        byte[] bytes = Arrays.copyOf(
                (text + needle + "a".repeat(BEHIND)).getBytes(StandardCharsets.US_ASCII),
                text.length() + needleLength + BEHIND);
        for (int i = random.nextInt(5); i > 0 && !text.isEmpty(); i--) {
            int at = random.nextInt(text.length());
            bytes[at] = (byte) random.nextInt();
        }
        String latin = new String(bytes, 0, text.length(), StandardCharsets.ISO_8859_1);
        int from = random.nextInt(text.length() + 1);
        int found = latin.indexOf(needle, from);
        assertThat(new ByteSearch(needle).indexIn(bytes, from, text.length()))
                .isEqualTo(found < 0 ? text.length() : found);
    }
}
