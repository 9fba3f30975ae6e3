package dev.mayfly.engine.sink;

import java.nio.charset.StandardCharsets;

/** A key as the name of an object under a folder: a relative path that cannot leave it. */
final class ObjectKey {
    /** S3's limit. */
    private static final int LONGEST = 1024;

    /** The limit of most file systems, kept everywhere so that both places take the same keys. */
    private static final int LONGEST_NAME = 240;

    private ObjectKey() {}

    /**
     * The path of a key.
     *
     * @throws IllegalArgumentException if the key is no relative path, naming the key and why
     */
    static String path(Object key) {
        String path = String.valueOf(key);
        if (path.isEmpty()) {
            throw refused(path, "it is empty");
        }
        if (path.startsWith("/") || path.endsWith("/")) {
            throw refused(path, "it starts or ends with a slash");
        }
        if (path.indexOf('\\') >= 0 || path.chars().anyMatch(Character::isISOControl)) {
            throw refused(path, "it has a backslash or a control character");
        }
        if (bytes(path) > LONGEST) {
            throw refused(path, "it is longer than " + LONGEST + " bytes");
        }
        for (String name : path.split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                throw refused(path, "a part of it is empty, \".\" or \"..\"");
            }
            if (bytes(name) > LONGEST_NAME) {
                throw refused(path, "a part of it is longer than " + LONGEST_NAME + " bytes");
            }
        }
        return path;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static IllegalArgumentException refused(String key, String reason) {
        String shown = key.length() <= 80 ? key : key.substring(0, 80) + "...";
        return new IllegalArgumentException("Key \"" + shown.replace("\n", "\\n") + "\" cannot name an object: "
                + reason + ". Map the keys to relative paths such as day/host before they are written.");
    }
}
