package dev.mayfly.engine.source;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What the stored bytes of an input are, by how they start; a name decides nothing. */
enum ContentKind {
    PLAIN("plain text", ".txt"),
    GZIP("gzip", ".gz", "\u001F\u008B"),
    /** A frame, or what writers of several frames put before the first: a frame to be skipped. */
    ZSTD("Zstandard", ".zst", "(\u00B5/\u00FD", "?*M\u0018"),
    XZ("xz", ".xz", "\u00FD7zXZ\0"),
    /** A block, or the end of a stream that has none. */
    BZIP2("bzip2", ".bz2", "BZh?1AY&SY", "BZh?\u0017rE8P\u0090"),
    ZIP("zip", ".zip", "PK\u0003\u0004");

    /** Bytes that are enough to tell, and to doubt. */
    static final int HEAD = 64;

    private static final char ANY = '?';
    private static final char DELETE = 0x7F;
    private static final String USUAL = "\t\n\r\f\u001B";

    private final String title;
    private final String extension;
    /** First bytes that it may have, a character each. */
    @SuppressWarnings("ImmutableEnumChecker") // List.of makes no list that could change
    private final List<String> magics;

    ContentKind(String title, String extension, String... magics) {
        this.title = title;
        this.extension = extension;
        this.magics = List.of(magics);
    }

    static ContentKind of(byte[] head) {
        return Arrays.stream(values())
                .filter(kind -> kind.magics.stream().anyMatch(magic -> matches(head, magic, magic.length())))
                .findFirst()
                .orElse(PLAIN);
    }

    /** What an input of this name is expected to be: a name decides nothing, but it may raise doubts. */
    static ContentKind expected(String name) {
        return Arrays.stream(values())
                .filter(kind -> name.endsWith(kind.extension))
                .findFirst()
                .orElse(PLAIN);
    }

    /** Whether these bytes, which are all, are what is left of such an input. */
    boolean isStub(byte[] all) {
        return magics.stream().anyMatch(magic -> all.length < magic.length() && matches(all, magic, all.length));
    }

    /** Whether an input that starts like this might be text: UTF-8 without control characters. */
    static boolean isLikelyText(byte[] head) {
        CharBuffer text = CharBuffer.allocate(head.length);
        return !StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(head), text, false)
                        .isError()
                && text.flip().chars().allMatch(c -> c >= ' ' ? c != DELETE : USUAL.indexOf(c) >= 0);
    }

    /** The format's name, for messages. */
    String title() {
        return title;
    }

    private static boolean matches(byte[] head, String magic, int length) {
        if (head.length < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (magic.charAt(i) != ANY && magic.charAt(i) != (head[i] & 0xFF)) {
                return false;
            }
        }
        return true;
    }
}
