package dev.mayfly.kernel.report;

import dev.mayfly.kernel.display.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text with terminal escapes as HTML. Colours and weights (SGR, ECMA-48) become spans; all other escapes vanish; a
 * carriage return begins its line anew, as a terminal shows it.
 */
final class AnsiText {
    private static final Pattern ESCAPE = Pattern.compile(
            "\u001b\\[([0-9;:]*+)m" // a colour or weight
                    + "|\u001b\\[[0-?]*+[ -/]*+[@-~]" // any other control sequence
                    + "|\u001b\\][^\u0007\u001b]*+(?:\u0007|\u001b\\\\)?" // a title or a link
                    + "|\u001b[ -/]*+[0-~]?");

    private final StringBuilder html = new StringBuilder();
    private final TreeSet<String> classes = new TreeSet<>();
    private String foreground = "";
    private String background = "";

    private AnsiText() {}

    static String html(String text) {
        AnsiText ansi = new AnsiText();
        String shown = overwritten(text);
        Matcher escapes = ESCAPE.matcher(shown);
        int from = 0;
        while (escapes.find()) {
            ansi.text(shown.substring(from, escapes.start()));
            from = escapes.end();
            if (escapes.group(1) != null) {
                ansi.attributes(escapes.group(1));
            }
        }
        ansi.text(shown.substring(from));
        return ansi.html.toString();
    }

    /** The text without its escapes. */
    static String plain(String text) {
        return ESCAPE.matcher(text).replaceAll("");
    }

    private static String overwritten(String text) {
        if (text.indexOf('\r') < 0) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        for (String line : text.replace("\r\n", "\n").split("(?<=\n)")) {
            boolean ended = line.endsWith("\n");
            String content = (ended ? line.substring(0, line.length() - 1) : line).replaceFirst("\r+$", "");
            shown.append(content, content.lastIndexOf('\r') + 1, content.length())
                    .append(ended ? "\n" : "");
        }
        return shown.toString();
    }

    private void text(String text) {
        if (text.isEmpty()) {
            return;
        }
        List<String> names = new ArrayList<>(classes);
        StringBuilder style = new StringBuilder();
        colour("fg", "color", foreground, names, style);
        colour("bg", "background-color", background, names, style);
        if (names.isEmpty() && style.isEmpty()) {
            html.append(Html.escape(text));
            return;
        }
        html.append("<span");
        if (!names.isEmpty()) {
            html.append(" class=\"").append(String.join(" ", names)).append('"');
        }
        if (!style.isEmpty()) {
            html.append(" style=\"").append(style).append('"');
        }
        html.append('>').append(Html.escape(text)).append("</span>");
    }

    /** A colour of the theme is a class; one that the program chose itself is a style. */
    private static void colour(String prefix, String property, String colour, List<String> names, StringBuilder style) {
        if (colour.startsWith("#")) {
            style.append(property).append(':').append(colour).append(';');
        } else if (!colour.isEmpty()) {
            names.add("ansi-" + prefix + colour);
        }
    }

    private void attributes(String sequence) {
        String[] codes = sequence.split("[;:]", -1);
        for (int i = 0; i < codes.length; i++) {
            int code = number(codes[i]);
            if ((code == 38 || code == 48) && i + 1 < codes.length) {
                int kind = number(codes[i + 1]);
                String colour = "";
                if (kind == 5 && i + 2 < codes.length) {
                    colour = indexed(number(codes[i + 2]));
                    i += 2;
                } else if (kind == 2 && i + 4 < codes.length) {
                    colour = rgb(number(codes[i + 2]), number(codes[i + 3]), number(codes[i + 4]));
                    i += 4;
                }
                if (code == 38) {
                    foreground = colour;
                } else {
                    background = colour;
                }
            } else {
                attribute(code);
            }
        }
    }

    private void attribute(int code) {
        switch (code) {
            case 0 -> {
                classes.clear();
                foreground = "";
                background = "";
            }
            case 1 -> classes.add("ansi-bold");
            case 2 -> classes.add("ansi-faint");
            case 3 -> classes.add("ansi-italic");
            case 4 -> classes.add("ansi-underline");
            case 22 -> {
                classes.remove("ansi-bold");
                classes.remove("ansi-faint");
            }
            case 23 -> classes.remove("ansi-italic");
            case 24 -> classes.remove("ansi-underline");
            case 39 -> foreground = "";
            case 49 -> background = "";
            default -> basic(code);
        }
    }

    private void basic(int code) {
        if (code >= 30 && code <= 37) {
            foreground = Integer.toString(code - 30);
        } else if (code >= 90 && code <= 97) {
            foreground = Integer.toString(code - 90 + 8);
        } else if (code >= 40 && code <= 47) {
            background = Integer.toString(code - 40);
        } else if (code >= 100 && code <= 107) {
            background = Integer.toString(code - 100 + 8);
        }
    }

    /** xterm's palette of 256: 16 of the theme, a cube of 216, 24 greys. */
    private static String indexed(int index) {
        if (index < 16) {
            return Integer.toString(Math.max(0, index));
        }
        if (index >= 232) {
            int grey = 8 + 10 * (Math.min(index, 255) - 232);
            return rgb(grey, grey, grey);
        }
        int cube = index - 16;
        return rgb(level(cube / 36), level(cube / 6 % 6), level(cube % 6));
    }

    private static int level(int step) {
        return step == 0 ? 0 : 55 + 40 * step;
    }

    private static String rgb(int red, int green, int blue) {
        return String.format("#%02x%02x%02x", Math.min(red, 255), Math.min(green, 255), Math.min(blue, 255));
    }

    private static int number(String digits) {
        return digits.isEmpty() || digits.length() > 4 ? 0 : Integer.parseInt(digits);
    }
}
