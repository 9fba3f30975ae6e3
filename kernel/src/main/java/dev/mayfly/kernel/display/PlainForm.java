package dev.mayfly.kernel.display;

/** A value by its {@code toString}, cut where it is very long. */
final class PlainForm {
    /** More characters than this are cut. */
    static final int MOST_CHARACTERS = 20_000;

    private PlainForm() {}

    static MimeBundle of(Object value) {
        return MimeBundle.text(cut(String.valueOf(value)));
    }

    static String cut(String text) {
        if (text.length() <= MOST_CHARACTERS) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1)) ? MOST_CHARACTERS - 1 : MOST_CHARACTERS;
        return text.substring(0, end) + "\n… " + Figures.count(text.length() - end)
                + " more characters: print the value with System.out.println(...) to see all of it";
    }
}
