package dev.mayfly.kernel.terminal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Which bracket belongs to which. */
final class Brackets {
    private Brackets() {}

    /** The bracket that closes one. */
    static String closing(char open) {
        return switch (open) {
            case '(' -> ")";
            case '[' -> "]";
            default -> "}";
        };
    }

    /**
     * The bracket at the cursor, or else before it, and its partner.
     *
     * @return both places in text order; one place for a bracket without a partner, none where there is no bracket
     */
    static List<Integer> pairAt(String text, List<Token> tokens, int cursor) {
        List<Integer> behind = pairOf(text, tokens, cursor);
        return behind.isEmpty() ? pairOf(text, tokens, cursor - 1) : behind;
    }

    private static List<Integer> pairOf(String text, List<Token> tokens, int place) {
        Deque<Integer> open = new ArrayDeque<>();
        boolean bracket = false;
        for (Token token : tokens) {
            boolean here = token.start() == place;
            switch (token.kind()) {
                case OPEN -> {
                    open.push(token.start());
                    bracket |= here;
                }
                case CLOSE -> {
                    Integer partner = open.poll();
                    boolean fits =
                            partner != null && closing(text.charAt(partner)).charAt(0) == text.charAt(token.start());
                    if (here || (partner != null && partner == place)) {
                        return fits && partner != null ? List.of(partner, token.start()) : List.of(place);
                    }
                }
                default -> {}
            }
        }
        return bracket ? List.of(place) : List.of();
    }
}
