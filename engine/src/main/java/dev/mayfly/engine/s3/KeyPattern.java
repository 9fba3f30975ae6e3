package dev.mayfly.engine.s3;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A location whose key may be a pattern, as of files: {@code *} and {@code ?} within a name, {@code **} across folders,
 * {@code [a-z]} and {@code {a,b}}.
 *
 * @param prefix what every key starts with: as much of the pattern as has no wildcard
 * @param keys which keys are meant; empty where all that start with the prefix are
 */
record KeyPattern(S3Location prefix, Optional<Pattern> keys) {
    private static final String WILD = "*?[{";

    /**
     * Reads a location.
     *
     * @throws IllegalArgumentException if its pattern is malformed
     */
    static KeyPattern of(S3Location location) {
        String key = location.key();
        int wild = 0;
        while (wild < key.length() && WILD.indexOf(key.charAt(wild)) < 0) {
            wild++;
        }
        if (wild == key.length()) {
            return new KeyPattern(location, Optional.empty());
        }
        return new KeyPattern(new S3Location(location.bucket(), key.substring(0, wild)), Optional.of(glob(key)));
    }

    boolean matches(String key) {
        return keys.isEmpty() || keys.get().matcher(key).matches();
    }

    private static Pattern glob(String glob) {
        StringBuilder regex = new StringBuilder();
        int choices = 0;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '*' && i + 1 < glob.length() && glob.charAt(i + 1) == '*') {
                // "**/" may also stand for no folder at all.
                boolean folder = i + 2 < glob.length() && glob.charAt(i + 2) == '/';
                regex.append(folder ? "(?:.*/)?" : ".*");
                i += folder ? 2 : 1;
            } else if (c == '[') {
                int end = glob.indexOf(']', i + 2);
                if (end < 0) {
                    throw malformed(glob, "a [ has no ]");
                }
                String set = glob.substring(i + 1, end);
                boolean not = set.startsWith("!");
                regex.append(not ? "[^" : "[")
                        .append((not ? set.substring(1) : set).replaceAll("[\\[\\]&^\\\\]", "\\\\$0"))
                        .append(']');
                i = end;
            } else if (c == '{') {
                choices++;
                regex.append("(?:");
            } else if (c == '}' && choices > 0) {
                choices--;
                regex.append(')');
            } else if (c == ',' && choices > 0) {
                regex.append('|');
            } else {
                regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
            }
        }
        if (choices > 0) {
            throw malformed(glob, "a { has no }");
        }
        try {
            return Pattern.compile(regex.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw malformed(glob, e.getDescription());
        }
    }

    private static IllegalArgumentException malformed(String glob, String why) {
        return new IllegalArgumentException("\"" + glob + "\" is no pattern of keys: " + why
                + "; a bracket that is meant as such is written [[] or [{]");
    }
}
