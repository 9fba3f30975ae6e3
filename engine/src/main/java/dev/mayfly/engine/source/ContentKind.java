package dev.mayfly.engine.source;

import java.util.Arrays;

/** What the stored bytes of an input are, by how they start; a name decides nothing. */
enum ContentKind {
    PLAIN("plain text", ""),
    GZIP("gzip", "\u001F\u008B"),
    ZSTD("Zstandard", "(\u00B5/\u00FD"),
    XZ("xz", "\u00FD7zXZ\0"),
    BZIP2("bzip2", "BZh?1AY&SY"),
    ZIP("zip", "PK\u0003\u0004");

    /** Bytes that are enough to tell. */
    static final int HEAD = 10;

    private static final char ANY = '?';

    private final String title;
    /** Its first bytes, a character each. */
    private final String magic;

    ContentKind(String title, String magic) {
        this.title = title;
        this.magic = magic;
    }

    static ContentKind of(byte[] head) {
        return Arrays.stream(values())
                .filter(kind -> !kind.magic.isEmpty() && kind.matches(head))
                .findFirst()
                .orElse(PLAIN);
    }

    /** The format's name, for messages. */
    String title() {
        return title;
    }

    private boolean matches(byte[] head) {
        if (head.length < magic.length()) {
            return false;
        }
        for (int i = 0; i < magic.length(); i++) {
            if (magic.charAt(i) != ANY && magic.charAt(i) != (head[i] & 0xFF)) {
                return false;
            }
        }
        return true;
    }
}
