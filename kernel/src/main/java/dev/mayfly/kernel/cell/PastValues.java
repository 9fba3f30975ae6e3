package dev.mayfly.kernel.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What earlier cells gave: {@code _} is the last value, {@code out(3)} that of {@code Out[3]}. Both are other names of the
 * session's variables, put in their place before the compiler sees a cell, so that they have the variables' types. An
 * underscore that Java itself means, as the name of something unused, stays one. Safe from any thread.
 */
final class PastValues {
    private static final Pattern CELL = Pattern.compile("In \\[(\\d{1,9})]");
    private static final Pattern OUT = Pattern.compile("out\\s*\\(\\s*(\\d{1,9})\\s*\\)");
    private static final Pattern IN_PATTERN = Pattern.compile("\\b(?:case|instanceof)\\b[^:>]*$");
    /** Words behind which a value stands, where any other name would make the underscore a declared one. */
    private static final Set<String> BEFORE_VALUES = Set.of("return", "yield", "throw", "assert", "else", "do");

    private final Map<Integer, String> variables = new ConcurrentHashMap<>();
    private volatile String last = "";

    /** A cell with other text in some places. */
    record Expanded(String code, List<Edit> edits) {
        /** A place in the cell as it is in the expanded one; behind the new text for a place within the old one. */
        int expanded(int place) {
            int shift = 0;
            for (Edit edit : edits) {
                if (edit.start() >= place) {
                    break;
                }
                int within = Math.min(place, edit.start() + edit.length()) - edit.start();
                shift += edit.text().length() - within;
            }
            return place + shift;
        }

        /** A place in the expanded cell as it is in the cell as typed. */
        int typed(int place) {
            int shift = 0;
            for (Edit edit : edits) {
                if (edit.start() + shift >= place) {
                    break;
                }
                shift += edit.text().length() - edit.length();
            }
            return place - shift;
        }
    }

    /** A text in place of so many characters. */
    record Edit(int start, int length, String text) {}

    /** A cell had a value, which a variable holds. */
    void remember(String cellName, String variable) {
        if (variable.isEmpty()) {
            return;
        }
        last = variable;
        Matcher cell = CELL.matcher(cellName);
        if (cell.matches()) {
            variables.put(Integer.parseInt(cell.group(1)), variable);
        }
    }

    /** The cell with variables in the place of {@code _} and {@code out(n)}. */
    Expanded expand(String code) {
        List<Edit> edits = new ArrayList<>();
        if (!last.isEmpty() && (code.indexOf('_') >= 0 || code.contains("out"))) {
            scan(code, edits);
        }
        StringBuilder expanded = new StringBuilder();
        int from = 0;
        for (Edit edit : edits) {
            expanded.append(code, from, edit.start()).append(edit.text());
            from = edit.start() + edit.length();
        }
        return new Expanded(expanded.append(code.substring(from)).toString(), edits);
    }

    private void scan(String code, List<Edit> edits) {
        int at = 0;
        while (at < code.length()) {
            int end = skipped(code, at);
            if (end > at) {
                at = end;
            } else if (Character.isJavaIdentifierStart(code.charAt(at))) {
                end = at;
                while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
                    end++;
                }
                edit(code, at, code.substring(at, end)).ifPresent(edits::add);
                at = end;
            } else {
                at++;
            }
        }
    }

    private Optional<Edit> edit(String code, int at, String name) {
        if (name.equals("_") && isValue(code, at)) {
            return Optional.of(new Edit(at, 1, last));
        }
        if (name.equals("out") && before(code, at) != '.') {
            Matcher call = OUT.matcher(code).region(at, code.length());
            if (call.lookingAt()) {
                return Optional.ofNullable(variables.get(Integer.parseInt(call.group(1))))
                        .map(variable -> new Edit(at, call.end() - at, variable));
            }
        }
        return Optional.empty();
    }

    /** Where a text or comment that starts here ends; the same place where none starts. */
    private static int skipped(String code, int at) {
        if (code.startsWith("//", at)) {
            return orEnd(code, code.indexOf('\n', at));
        }
        if (code.startsWith("/*", at)) {
            return orEnd(code, code.indexOf("*/", at + 2));
        }
        boolean block = code.startsWith("\"\"\"", at);
        char quote = code.charAt(at);
        if (quote != '"' && quote != '\'') {
            return at;
        }
        String close = block ? "\"\"\"" : String.valueOf(quote);
        int end = at + close.length();
        while (end < code.length() && !code.startsWith(close, end) && (block || code.charAt(end) != '\n')) {
            end += code.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(code.length(), end + close.length());
    }

    private static int orEnd(String code, int place) {
        return place < 0 ? code.length() : place;
    }

    /** Whether an underscore is used, not declared. */
    private static boolean isValue(String code, int at) {
        int next = at + 1;
        while (next < code.length() && Character.isWhitespace(code.charAt(next))) {
            next++;
        }
        if (code.startsWith("->", next) || isLambdaParameter(code, at)) {
            return false;
        }
        String line = code.substring(code.lastIndexOf('\n', at - 1) + 1, at);
        if (IN_PATTERN.matcher(line).find()) {
            return false;
        }
        String text = code.substring(0, at).stripTrailing();
        if (text.isEmpty()) {
            return true;
        }
        char before = text.charAt(text.length() - 1);
        if (before == '>' || before == ']' || before == '.') {
            return before == '>' && text.endsWith("->");
        }
        if (!Character.isJavaIdentifierPart(before)) {
            return true;
        }
        int start = text.length();
        while (start > 0 && Character.isJavaIdentifierPart(text.charAt(start - 1))) {
            start--;
        }
        boolean sameLine = code.substring(start, at).indexOf('\n') < 0;
        return !sameLine || BEFORE_VALUES.contains(text.substring(start));
    }

    /** Whether the brackets around a place are followed by an arrow. */
    private static boolean isLambdaParameter(String code, int at) {
        int depth = 0;
        for (int i = at; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth-- == 0) {
                return code.substring(i + 1).stripLeading().startsWith("->");
            } else if (c == ';' || c == '{' || c == '"') {
                return false;
            }
        }
        return false;
    }

    private static char before(String code, int at) {
        String text = code.substring(0, at).stripTrailing();
        return text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
    }
}
