package dev.mayfly.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NeedleTest {
    private static final List<String> PIECES = List.of(
            "a",
            "b",
            "ab",
            "GET ",
            ".",
            "\\.",
            "[ab]",
            "[^a]",
            "(a|b)",
            "(?:abc)",
            "(ab)+",
            "?",
            "*",
            "+",
            "{2}",
            "{0,1}",
            "|",
            "\\d",
            "\\b",
            "^",
            "$",
            "\\Qa.b\\E",
            "(?i)",
            "a*?",
            "[a&&b]",
            "\\x61",
            "é",
            "\\1",
            "(?=a)");

    @ParameterizedTest
    @CsvSource({
        "'GET /cart/[a-z]+/[0-9]+\\.html.* 50[03] ', 'GET /cart/'",
        "abcd?, abc",
        "abcd*e, abc",
        "abcd+e, abcd",
        "x{3}abc, abc",
        "'(a|b)error: ', 'error: '",
        "'ab[)]cdef', cdef"
    })
    void theLongestFixedTextIsFound(String regex, String needle) {
        assertThat(Needle.of(regex)).hasValue(needle);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc|def", "(?i)error", "\\Qerror\\E", "ab", ".*", "[a-z]+", "abc\\1", "err(?i)or", "é"})
    void unusualExpressionsHaveNone(String regex) {
        assertThat(Needle.of(regex)).isEmpty();
    }

    @Property(tries = 3000)
    void whateverMatchesHoldsTheNeedle(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            regex.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        Optional<String> needle = Needle.of(regex.toString());
        Matcher matcher;
        try {
            matcher = Pattern.compile(regex.toString()).matcher("");
        } catch (PatternSyntaxException e) {
            return;
        }
        for (int i = 0; i < 50 && needle.isPresent(); i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(30); n > 0; n--) {
                text.append("aabbGET .c1é".charAt(random.nextInt(12)));
            }
            if (matcher.reset(text).find()) {
                assertThat(text.toString()).as(regex.toString()).contains(needle.get());
            }
        }
    }

    @Test
    void aClassOrAGroupThatDoesNotEndHasNone() {
        assertThat(Needle.of("abcd[e")).isEmpty();
        assertThat(Needle.of("abcd(e")).isEmpty();
    }
}
