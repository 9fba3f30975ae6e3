package dev.mayfly.kernel.terminal;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells whether a text may hold a secret. Errs on the side of yes: a cell that is not kept between sessions costs less
 * than a key that is.
 */
final class Secrets {
    private static final String NAMES =
            "pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|credentials?|private[_-]?key";

    private static final List<Pattern> SIGNS = List.of(
            // A name that says so, and a literal: password = "x", .withToken("x"), "api_key": "x", --token x
            Pattern.compile("(?i)(?:" + NAMES + ")\\w*\"?\\s*(?:[=:(,]|\\.equals\\()\\s*(?:new\\s+\\w+\\()?\""),
            Pattern.compile("(?i)(?:" + NAMES + ")\\w*=[^\\s\"&=]"),
            Pattern.compile("(?i)--(?:" + NAMES + ")\\s+\\S"),
            Pattern.compile("(?i)\\bauthorization\\b\"?\\s*[:,=]|\\bbearer\\s+[\\w.-]{8}"),
            // Keys known by their form: AWS, GitHub, Slack, private keys, JSON web tokens.
            Pattern.compile("\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"),
            Pattern.compile("\\bgh[pousr]_[A-Za-z0-9]{20}|\\bgithub_pat_|\\bxox[abprs]-|\\bsk-[A-Za-z0-9]{20}"),
            Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY"),
            Pattern.compile("\\beyJ[\\w-]{10,}\\.[\\w-]{10,}\\."),
            // Who somebody is, and a signature, within a URL.
            Pattern.compile("://[^/@\\s\"]+:[^/@\\s\"]+@"),
            Pattern.compile("(?i)[?&](?:X-Amz-Signature|X-Amz-Security-Token|sig|signature)="));

    private Secrets() {}

    static boolean mayBeIn(String text) {
        return SIGNS.stream().anyMatch(sign -> sign.matcher(text).find());
    }
}
