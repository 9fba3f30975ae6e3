package dev.mayfly.engine.local;

import dev.mayfly.engine.Condition;
import dev.mayfly.engine.DoubleValue;
import dev.mayfly.engine.LongValue;
import dev.mayfly.engine.Transform;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** Functions as cells have them: of a class whose loader keeps its code. */
public interface CellFunctions {
    Transform<String, Stream<String>> words();

    Transform<String, Stream<String>> wordsOfAnySpace();

    Transform<String, String[]> split();

    Transform<String, String[]> commas();

    Transform<String, String> third();

    Transform<String, String> far();

    Transform<String[], String> field();

    Transform<String[], String> first();

    Transform<String, String> identity();

    LongValue<String[]> length();

    DoubleValue<String[]> meanLength();

    Transform<String[], Long> longest();

    Condition<String[]> some();

    Transform<String[], String> both();

    Transform<String[], Stream<String>> streamed();

    LongValue<String[]> parsed();

    Condition<String[]> either();

    Transform<String[], String> constant();

    Condition<String[]> secondIsTheEmptyString();

    Condition<String> isNotTheEmptyString();

    Condition<String[]> isTheOneString();

    Condition<String[]> several();

    LongValue<String[]> lengthOfLast();

    Condition<String[]> lastIsThird();

    Transform<String[], String> joined();

    Condition<String[]> isWhole();

    Transform<List<String>, String> firstOfList();

    /** It may not be told what these do. */
    List<Transform<String, ?>> others();

    /** Nor what these read. */
    List<Transform<String[], ?>> readers();

    /** What it is given as a lambda is not all that it does. */
    interface UpperCase extends Transform<String, String> {
        String of(String text);

        @Override
        default String apply(String text) {
            return of(text).toUpperCase(Locale.ROOT);
        }
    }

    /** Nothing. */
    interface More {}

    UpperCase upperCase();

    /** The functions of {@link Code}. */
    static CellFunctions load() {
        return load(true);
    }

    /**
     * The same.
     *
     * @param isKept whether the loader has the code from itself, and not from a file
     */
    static CellFunctions load(boolean isKept) {
        return KeptCode.load(CellFunctions.class, Code.class, isKept);
    }

    /** What they are. */
    final class Code implements CellFunctions {
        Code() {}

        @Override
        public Transform<String, Stream<String>> words() {
            return line -> Arrays.stream(line.split(" "));
        }

        @Override
        public Transform<String, Stream<String>> wordsOfAnySpace() {
            return line -> Stream.of(line.split("\\s+"));
        }

        @Override
        public Transform<String, String[]> split() {
            return line -> line.split(" ");
        }

        @Override
        public Transform<String, String[]> commas() {
            return line -> line.split(",");
        }

        @Override
        public Transform<String, String> third() {
            return line -> line.split(" ")[3];
        }

        @Override
        public Transform<String, String> far() {
            return line -> line.split("\t")[800];
        }

        @Override
        public Transform<String[], String> field() {
            return fields -> fields[3];
        }

        @Override
        public Transform<String[], String> first() {
            return fields -> fields[0];
        }

        @Override
        public Transform<String, String> identity() {
            return word -> word;
        }

        @Override
        public LongValue<String[]> length() {
            return fields -> fields[1].length();
        }

        @Override
        public DoubleValue<String[]> meanLength() {
            return fields -> fields[1].length();
        }

        @Override
        public Transform<String[], Long> longest() {
            return fields -> (long) fields[2].length();
        }

        @Override
        public Condition<String[]> some() {
            return fields -> fields[2].length() > 5 && !fields[3].isEmpty();
        }

        @Override
        public Transform<String[], String> both() {
            return fields -> fields[3] + fields[1];
        }

        @Override
        public Transform<String[], Stream<String>> streamed() {
            return fields -> Stream.of(fields[3]);
        }

        @Override
        public LongValue<String[]> parsed() {
            return fields -> Long.parseLong(fields[4]) + fields[200].length() * 2L;
        }

        @Override
        public Condition<String[]> either() {
            return fields -> fields[2].isEmpty() ? fields[1].equals("a") : fields[0].length() > 3;
        }

        @Override
        public Transform<String[], String> constant() {
            return fields -> "all";
        }

        @Override
        @SuppressWarnings({"StringEquality", "ReferenceEquality"}) // as beginners write it
        public Condition<String[]> secondIsTheEmptyString() {
            return fields -> fields[1] == "";
        }

        @Override
        @SuppressWarnings({"StringEquality", "ReferenceEquality"})
        public Condition<String> isNotTheEmptyString() {
            return word -> word != "";
        }

        @Override
        @SuppressWarnings({"StringEquality", "ReferenceEquality"})
        public Condition<String[]> isTheOneString() {
            return fields -> fields[0] == "GET";
        }

        @Override
        public Condition<String[]> several() {
            return fields -> fields.length > 5 && fields[2].length() < fields.length;
        }

        @Override
        public LongValue<String[]> lengthOfLast() {
            return fields -> fields[fields.length - 1].length() + fields[1].length();
        }

        @Override
        @SuppressWarnings({"StringEquality", "ReferenceEquality"})
        public Condition<String[]> lastIsThird() {
            return fields -> fields[2] == fields[fields.length - 1];
        }

        @Override
        public Transform<String[], String> joined() {
            return fields -> String.join("|", fields);
        }

        @Override
        public Condition<String[]> isWhole() {
            return fields -> fields[0] != null && Arrays.stream(fields).noneMatch(Objects::isNull);
        }

        @Override
        public Transform<List<String>, String> firstOfList() {
            return elements -> elements.get(0);
        }

        @Override
        public List<Transform<String, ?>> others() {
            String captured = new String(",");
            return List.of(
                    line -> captured,
                    line -> line.split(captured),
                    line -> line.split(",", 2),
                    line -> line.split(",").length,
                    line -> line.trim().split(","),
                    line -> Arrays.stream(line.split(",")).skip(1),
                    line -> Arrays.stream(line.split(","), 1, 2),
                    line -> line.replace("a", ",").split(",")[1],
                    line -> line.split(",")[line.length()],
                    line -> line.isEmpty() ? line : line.split(",")[1],
                    line -> {
                        try {
                            return line.split(",")[1];
                        } catch (ArrayIndexOutOfBoundsException e) {
                            return "none";
                        }
                    },
                    line -> line + "",
                    String::strip,
                    (Transform<String, String> & More) word -> word,
                    upperCase());
        }

        @Override
        public List<Transform<String[], ?>> readers() {
            String[] captured = {"a"};
            return List.of(
                    f -> f,
                    f -> f[f[0].length()],
                    f -> f[-1],
                    f -> f[f.length - 2],
                    f -> f[1 - f.length],
                    f -> f[f.length],
                    f -> f.length - 1 + f[f.length / 2],
                    f -> f[f.length - 1 - f[0].length()],
                    f -> String.join(",", f),
                    f -> f[0] + Arrays.toString(f),
                    f -> {
                        f[0] = "b";
                        return f[0];
                    },
                    f -> {
                        String[] same = f;
                        return same[1];
                    },
                    f -> {
                        String all = "";
                        for (String one : f) {
                            all += one;
                        }
                        return all;
                    },
                    f -> f[0].isEmpty() ? (Object) f : f[1],
                    f -> (Transform<String, String>) any -> any + f[3],
                    f -> f == null,
                    f -> captured[0],
                    f -> f[0] + captured[0]);
        }

        @Override
        public UpperCase upperCase() {
            return word -> word;
        }
    }
}
