package dev.mayfly.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class JavadocHtmlTest {
    @Test
    void inlineTagsAreWhatTheyMeanAndMayHoldBracesAndOthers() {
        assertThat(JavadocHtml.of(" Returns {@code a < b ? Map<K, {V}> : c} of {@link String#strip() the {@code text}},"
                        + " {@linkplain java.util.List}, {@literal <b>}; {@value #MAX}{@inheritDoc}."))
                .isEqualTo("Returns <code>a &lt; b ? Map&lt;K, {V}&gt; : c</code> of"
                        + " <code>the <code>text</code></code>, java.util.List, &lt;b&gt;; <code>#MAX</code>.");
    }

    @Test
    void blockTagsAreAListAndAnnotationsInExamplesAreNot() {
        String html = JavadocHtml.of("""
                 First.
                 <pre>{@code
                 @Override
                 int f();
                 }</pre>
                 @param n how many,
                     at most {@code 3}
                 @param <T> of what
                 @throws java.io.IOException if not
                 @return the text
                 @since 9
                 @see List#of()
                """);
        assertThat(html).contains("@Override\n int f();").doesNotContain("@param", "@see");
        assertThat(html.substring(html.indexOf("<dl>")).replaceAll("\\s+", " ").replace(" </dd>", "</dd>"))
                .isEqualTo("<dl><dt><b>Parameters</b></dt><dd><code>n</code> how many, at most <code>3</code></dd>"
                        + "<dd><code>&lt;T&gt;</code> of what</dd>"
                        + "<dt><b>Returns</b></dt><dd>the text</dd>"
                        + "<dt><b>Throws</b></dt><dd><code>java.io.IOException</code> if not</dd>"
                        + "<dt><b>See also</b></dt><dd><code>List.of()</code></dd>"
                        + "<dt><b>Since</b></dt><dd>9</dd></dl>");
    }

    @Test
    void markupThatCouldRunLoadOrStyleIsDroppedAndOpenElementsAreClosed() {
        assertThat(JavadocHtml.of("a <script>alert(1)</script><img src=x onerror=alert(1)>"
                        + "<b onclick=\"x()\" style=\"top:0\">bold <a href=\"javascript:x()\">no</a>"))
                .isEqualTo("a <b>bold <a rel=\"nofollow\">no</a></b>");
        assertThat(JavadocHtml.of("<ul><li>one<li>two {@code open")).contains("<li>two <code>open</code></li>");
    }
}
