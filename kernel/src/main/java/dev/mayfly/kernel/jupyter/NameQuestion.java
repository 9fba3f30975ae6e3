package dev.mayfly.kernel.jupyter;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cell that only asks what a name is: {@code name?}, {@code ?name}, with a second question mark in more detail. No
 * Java begins or ends so.
 *
 * @param detail 0, or 1 for more
 */
record NameQuestion(String name, int detail) {
    private static final Pattern QUESTION =
            Pattern.compile("\\s*(?:(?<before>\\?{1,2})\\s*)?(?<name>[^\\s?][^?\\n]*?)\\s*(?<after>\\?{1,2})?\\s*");

    static Optional<NameQuestion> in(String code) {
        Matcher matcher = QUESTION.matcher(code);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String marks = matcher.group("before") != null ? matcher.group("before") : matcher.group("after");
        return Optional.ofNullable(marks).map(m -> new NameQuestion(matcher.group("name"), m.length() - 1));
    }
}
