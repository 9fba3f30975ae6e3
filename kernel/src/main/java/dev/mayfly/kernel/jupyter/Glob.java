package dev.mayfly.kernel.jupyter;

/** A pattern of {@code history_request}: {@code *} stands for any text, {@code ?} for one character. */
record Glob(String pattern) {
    /** Whether the whole text is of this pattern; takes at most the product of their lengths. */
    boolean matches(String text) {
        int at = 0;
        int from = 0;
        int star = -1;
        int afterStar = 0;
        while (at < text.length()) {
            boolean isStar = from < pattern.length() && pattern.charAt(from) == '*';
            if (isStar) {
                star = from++;
                afterStar = at;
            } else if (from < pattern.length()
                    && (pattern.charAt(from) == '?' || pattern.charAt(from) == text.charAt(at))) {
                from++;
                at++;
            } else if (star >= 0) {
                from = star + 1;
                at = ++afterStar;
            } else {
                return false;
            }
        }
        while (from < pattern.length() && pattern.charAt(from) == '*') {
            from++;
        }
        return from == pattern.length();
    }
}
