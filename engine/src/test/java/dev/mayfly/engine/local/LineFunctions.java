package dev.mayfly.engine.local;

import dev.mayfly.engine.Condition;
import dev.mayfly.engine.DoubleValue;
import dev.mayfly.engine.Emitter;
import dev.mayfly.engine.LongValue;
import dev.mayfly.engine.Mapper;
import dev.mayfly.engine.Transform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Functions of lines, as cells have them: of a class whose loader keeps its code. */
public interface LineFunctions {
    Transform<String, String> address();

    LongValue<String> bytes();

    DoubleValue<String> share();

    Condition<String> isError();

    Condition<String> isLong();

    Transform<String, String> path();

    Transform<String, Integer> latency();

    Transform<String, String> last();

    Transform<String, Character> initial();

    LongValue<String> failing();

    /** Mappers that are rewritten. */
    List<Mapper<String, String, Long>> mappersOfText();

    /** And those that are not. */
    List<Mapper<String, String, Long>> otherMappers();

    /** Emits a pair, and fails behind it on what has no number. */
    Mapper<String, String, Long> failingMapper();

    /** Which are rewritten to functions of texts. */
    List<Transform<String, ?>> ofText();

    /** Which are not. */
    List<Transform<String, ?>> others();

    /** Whose loops never end. */
    List<Transform<String, ?>> endless();

    /** Which is not rewritten: a method, and no lambda. */
    LongValue<String> methodLikeALambda();

    /** Which are not, since something else is done with what the lambda gives. */
    UpperCase upperCase();

    /** What it is given as a lambda is not all that it does. */
    interface UpperCase extends Transform<String, String> {
        String of(String text);

        @Override
        default String apply(String text) {
            return of(text).toUpperCase(Locale.ROOT);
        }
    }

    static LineFunctions load(boolean isKept) {
        return KeptCode.load(LineFunctions.class, Code.class, isKept);
    }

    /** What they are. */
    @SuppressWarnings("UnusedMethod") // called by lambdas
    final class Code implements LineFunctions {
        private static String separator = " ";

        Code() {}

        /** Has nothing but the method. */
        static final class Quiet {
            private Quiet() {}

            static int of(String text) {
                return text.length() + 1;
            }
        }

        /** Does something when it is first used. */
        static class Loud {
            static final String MADE = new String("made");

            static int of(String text) {
                return text.length() + 2;
            }
        }

        /** So does what is above it. */
        static final class Louder extends Loud {
            static int more(String text) {
                return text.length() + 3;
            }
        }

        static long lambda$count(String text) {
            return text.length();
        }

        @Override
        public LongValue<String> methodLikeALambda() {
            return Code::lambda$count;
        }

        @Override
        @SuppressWarnings("StatementSwitchToExpressionSwitch") // one that leads back
        public List<Transform<String, ?>> endless() {
            return List.of(
                    line -> {
                        int spaces = 0;
                        for (int at = line.indexOf(' '); at >= 0; at = line.indexOf(' ', at)) {
                            spaces++;
                        }
                        return spaces;
                    },
                    line -> {
                        int at = 0;
                        do {
                            at = -at;
                        } while (at < line.length());
                        return at;
                    },
                    line -> {
                        int at = 0;
                        while (at < line.length()) {
                            switch (at) {
                                case 0:
                                    at++;
                                    continue;
                                case 1:
                                    at--;
                                    continue;
                                default:
                                    at -= 2;
                            }
                        }
                        return at;
                    });
        }

        @Override
        public Transform<String, String> address() {
            return line -> line.substring(0, line.indexOf(' '));
        }

        @Override
        public LongValue<String> bytes() {
            return line -> {
                int i = line.indexOf("\" ") + 6;
                return Long.parseLong(line.substring(i, line.indexOf(' ', i)));
            };
        }

        @Override
        public DoubleValue<String> share() {
            return line -> line.length() / 3.0;
        }

        @Override
        public Condition<String> isError() {
            return line -> line.contains("\" 50");
        }

        @Override
        public Condition<String> isLong() {
            return line -> line.length() > 60;
        }

        static String pathOf(String line) {
            int start = line.indexOf(' ', line.indexOf('"')) + 1;
            int end = line.indexOf(' ', start);
            int query = line.indexOf('?', start);
            return line.substring(start, query > 0 && query < end ? query : end);
        }

        @Override
        public Transform<String, String> path() {
            return line -> pathOf(line);
        }

        @Override
        public Transform<String, Integer> latency() {
            return line -> Integer.parseInt(line, line.lastIndexOf(' ') + 1, line.length(), 10);
        }

        @Override
        public Transform<String, String> last() {
            return line -> line.substring(line.lastIndexOf(' ') + 1);
        }

        @Override
        public Transform<String, Character> initial() {
            return line -> line.charAt(0);
        }

        @Override
        public LongValue<String> failing() {
            return line -> Long.parseLong(line.substring(line.indexOf('[') + 1));
        }

        @Override
        public Mapper<String, String, Long> failingMapper() {
            return (line, out) -> {
                out.emit(line.substring(0, 2), 1L);
                out.emit("number", Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)));
            };
        }

        @Override
        public List<Mapper<String, String, Long>> mappersOfText() {
            return List.of(
                    (line, out) -> {
                        int i = line.indexOf("\" ") + 2;
                        out.emit(line.substring(i, i + 3), 1L);
                    },
                    (line, out) -> out.emit(line, (long) line.length()),
                    (line, out) -> {
                        for (int at = 0; at < line.length(); at = Math.max(at, line.indexOf(' ', at)) + 1) {
                            int end = line.indexOf(' ', at);
                            out.emit(end < 0 ? line.substring(at) : line.substring(at, end), (long) at);
                        }
                    },
                    (line, out) -> {
                        if (line.contains("\" 50")) {
                            out.emit("error", 1L);
                        } else if (line.length() % 3 == 0) {
                            return;
                        }
                        out.emit(pathOf(line), half(line.length()));
                    });
        }

        private static void emitFor(String line, Emitter<String, Long> out) {
            out.emit(line, 1L);
        }

        @Override
        public List<Mapper<String, String, Long>> otherMappers() {
            List<Emitter<String, Long>> kept = new ArrayList<>();
            return List.of(
                    (line, out) -> kept.add(out),
                    (line, out) -> emitFor(line, out),
                    (line, out) -> {
                        Emitter<String, Long> same = out;
                        same.emit(line, 1L);
                    },
                    (line, out) -> out.emit(line + "", 1L),
                    (line, out) -> out.emit(line, out.hashCode() + 1L),
                    (line, out) -> {
                        try {
                            out.emit(line, 1L);
                        } catch (IllegalStateException e) {
                            out.emit("failed", 1L);
                        }
                    },
                    (line, out) -> Arrays.stream(line.split(" ")).forEach(word -> out.emit(word, 1L)));
        }

        private static int digits(String text, int from) {
            int count = 0;
            for (int i = from; i < text.length(); i++) {
                if (Character.isDigit(text.charAt(i))) {
                    count++;
                }
            }
            return count;
        }

        private static String head(String text, String until) {
            int end = text.indexOf(until);
            return end < 0 ? text : text.substring(0, end);
        }

        private static String kind(String text) {
            return text.isEmpty() ? "empty" : text.length() > 20 ? "long" : "short";
        }

        private static long half(long number) {
            return number / 2;
        }

        private static int shift(int number, long by) {
            return number << by;
        }

        private static int endless(String text, int depth) {
            return depth == 0 ? 0 : endless(text, depth - 1);
        }

        private static String mixed(String text) {
            return text.isEmpty() ? "empty" : text;
        }

        private static synchronized int locked(String text) {
            return text.length();
        }

        @Override
        @SuppressWarnings({"OperatorPrecedence", "StatementSwitchToExpressionSwitch"}) // one of each kind
        public List<Transform<String, ?>> ofText() {
            return List.of(
                    line -> line,
                    line -> line.toString(),
                    line -> line.length(),
                    line -> line.isEmpty(),
                    line -> line.isBlank(),
                    line -> line.charAt(3),
                    line -> line.charAt(line.length() - 1),
                    line -> line.charAt(-1),
                    line -> line.indexOf('a'),
                    line -> line.indexOf(0xE9),
                    line -> line.indexOf(-1),
                    line -> line.indexOf(0x161),
                    line -> line.indexOf('a', 5),
                    line -> line.indexOf('"', -7),
                    line -> line.indexOf(' ', Integer.MIN_VALUE),
                    line -> line.indexOf(' ', Integer.MAX_VALUE),
                    line -> line.indexOf("ab"),
                    line -> line.indexOf("aab", 3),
                    line -> line.indexOf(""),
                    line -> line.indexOf("", 9),
                    line -> line.indexOf("", -9),
                    line -> line.indexOf(" ", Integer.MAX_VALUE),
                    line -> line.indexOf("é"),
                    line -> line.indexOf("a東b"),
                    line -> line.indexOf("a b a b a b a b a b"),
                    line -> line.lastIndexOf(' '),
                    line -> line.lastIndexOf('a', 12),
                    line -> line.lastIndexOf('a', -1),
                    line -> line.lastIndexOf('a', Integer.MAX_VALUE),
                    line -> line.lastIndexOf('a', Integer.MIN_VALUE),
                    line -> line.lastIndexOf(0x161),
                    line -> line.lastIndexOf("ab"),
                    line -> line.lastIndexOf(""),
                    line -> line.lastIndexOf("é"),
                    line -> line.contains("b "),
                    line -> line.contains(""),
                    line -> line.startsWith("a"),
                    line -> line.startsWith("b", 2),
                    line -> line.startsWith("", 40),
                    line -> line.startsWith("a", -1),
                    line -> line.startsWith("a", Integer.MAX_VALUE),
                    line -> line.endsWith("b"),
                    line -> line.endsWith("ba"),
                    line -> line.endsWith(""),
                    line -> line.endsWith("é"),
                    line -> line.equals("a"),
                    line -> "a".equals(line),
                    line -> line.substring(1).equals("b"),
                    line -> line.substring(4),
                    line -> line.substring(2, 9),
                    line -> line.substring(9, 2),
                    line -> line.substring(-1),
                    line -> line.substring(2).substring(3, 5),
                    line -> line.substring(2).indexOf('a'),
                    line -> line.substring(2, 10).indexOf("ab"),
                    line -> line.substring(2, 10).lastIndexOf("ab"),
                    line -> line.substring(2, 10).endsWith("b"),
                    line -> line.trim(),
                    line -> line.strip(),
                    line -> line.trim().length() + line.strip().length(),
                    line -> Integer.parseInt(line),
                    line -> Integer.parseInt(line.trim()),
                    line -> Integer.parseInt(line, 1, 3, 10),
                    line -> Integer.parseInt(line, 1, 3, 16),
                    line -> Integer.parseInt(line, 3, 1, 10),
                    line -> Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)),
                    line -> Long.parseLong(line),
                    line -> Long.parseLong(line, 0, line.length(), 10),
                    line -> Long.parseLong(line, 0, line.length(), 36),
                    line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)),
                    line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)),
                    line -> line.length() * 3L + line.indexOf('a') * 2.5 - line.lastIndexOf('b') / 3f,
                    line -> (line.length() ^ 5) << 2 | line.length() >>> 1 & 7,
                    line -> (long) line.length() % 7 << line.length() >> 3 >>> 1,
                    line -> -line.length() % 4 + -(double) line.length() + (byte) line.length() + (char) line.length(),
                    line -> 100 / line.length(),
                    line -> Math.max(line.indexOf('a'), line.indexOf('b')),
                    line -> Math.floorMod(line.length(), 7L),
                    line -> line.length() > 5 ? line.substring(5) : line,
                    line -> {
                        Object text = line;
                        for (int i = 0; i < line.length(); i++) {
                            text = i == 7 ? line.substring(i) : text;
                        }
                        return text;
                    },
                    line -> line.length() > 5 ? "long" : "short",
                    line -> line.length() > 5 ? (Object) "long" : line.length(),
                    line -> line.startsWith("a") && line.endsWith("b") || line.contains("?"),
                    line -> line.substring(
                            line.isEmpty() ? 0 : 1, line.length() > 3 ? line.length() - 1 : line.length()),
                    line -> {
                        String rest = line;
                        int words = 0;
                        while (rest.contains(" ")) {
                            rest = rest.substring(rest.indexOf(' ') + 1);
                            words++;
                        }
                        return words;
                    },
                    line -> {
                        long sum = 0;
                        for (int i = 0; i < line.length(); i += 2) {
                            sum += line.charAt(i);
                        }
                        return sum;
                    },
                    line -> {
                        int i = line.length();
                        do {
                            i--;
                        } while (i > 0 && line.charAt(i) != ' ');
                        return line.substring(i);
                    },
                    line -> {
                        switch (line.length() % 4) {
                            case 0:
                                return line;
                            case 1:
                                return line.substring(1);
                            case 2:
                                return "two";
                            default:
                                return line.trim();
                        }
                    },
                    line -> switch (line.length()) {
                        case 3 -> 1;
                        case 30 -> 2L;
                        case 300 -> 3;
                        default -> 4;
                    },
                    line -> digits(line, 2),
                    line -> digits(line.substring(1), 2) + digits(line, 0),
                    line -> head(line, " "),
                    line -> head(head(line, "b"), "a").length(),
                    line -> kind(line),
                    line -> Quiet.of(line),
                    line -> half(line.length()) + shift(line.length(), 3L),
                    line -> line.indexOf("ab") >= 0 == line.contains("ab"));
        }

        @Override
        @SuppressWarnings({"NullAway", "ReferenceEquality", "StringEquality"}) // as beginners write it
        public List<Transform<String, ?>> others() {
            String captured = new String(",");
            int[] changing = {0};
            return List.of(
                    line -> captured,
                    line -> line.indexOf(captured),
                    line -> line + "",
                    line -> line.hashCode(),
                    line -> line.split(" ").length,
                    line -> line.toUpperCase(Locale.ROOT),
                    line -> line.replace('a', 'b'),
                    line -> line.matches("a"),
                    line -> line.chars().sum(),
                    line -> line.intern(),
                    line -> line.contains(line),
                    line -> "a".contains(line),
                    line -> "a".indexOf("b"),
                    line -> line.contains(separator),
                    line -> changing[0]++,
                    line -> new Random(line.length()).nextInt(),
                    line -> Math.random(),
                    line -> System.nanoTime() + line.length(),
                    line -> line == captured,
                    line -> line == null,
                    line -> line.isEmpty() ? null : line,
                    line -> mixed(line).length(),
                    line -> endless(line, 3),
                    line -> locked(line),
                    line -> Loud.of(line),
                    line -> Louder.more(line),
                    line -> line.concat("a"),
                    line -> (Transform<String, String>) any -> line,
                    line -> Integer.toString(line.length()),
                    line -> Integer.parseInt("12") + line.length(),
                    line -> Long.valueOf(line),
                    line -> line.getClass(),
                    line -> String.valueOf(line),
                    line -> new String[] {line},
                    line -> {
                        String text = line;
                        for (int i = 0; i < 3; i++) {
                            text = i == 1 ? "b" : text;
                        }
                        return text.length();
                    },
                    line -> {
                        try {
                            return Integer.parseInt(line);
                        } catch (NumberFormatException e) {
                            return 0;
                        }
                    },
                    line -> {
                        separator = ",";
                        return line;
                    },
                    line -> {
                        if (line.isEmpty()) {
                            throw new IllegalArgumentException("empty");
                        }
                        return line;
                    },
                    line -> {
                        synchronized (Code.class) {
                            return line.length();
                        }
                    },
                    String::strip);
        }

        @Override
        public UpperCase upperCase() {
            return line -> line;
        }
    }
}
