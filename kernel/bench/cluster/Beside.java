import dev.mayfly.engine.local.LocalBackend;
import dev.mayfly.engine.spark.SparkBackend;
import dev.mayfly.engine.spark.SparkEndpoint;
import dev.mayfly.engine.spark.SparkOptions;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Runs a query three ways in turns, and prints the processor time of all processes that each needs. See {@code run}. */
public final class Beside {
    private static final int CORES = 2;

    private Beside() {}

    private interface Way {
        String answer() throws IOException;
    }

    /** @param pids whose time counts */
    private record Measured(String name, Way way, Set<Long> pids, List<Double> seconds) {
        String run() throws IOException {
            double before = Programs.cpu(pids);
            String answer = way.answer();
            seconds.add(Programs.cpu(pids) - before);
            return answer;
        }

        double median() {
            return seconds.stream().sorted().toList().get((seconds.size() - 1) / 2);
        }
    }

    public static void main(String[] args) throws Exception {
        String folder = args[0];
        int rounds = Integer.parseInt(args[1]);
        Path work = Path.of(args[3]);
        try (Programs programs = new Programs(work);
                LocalBackend local = LocalBackend.create()) {
            Set<Long> shared = Programs.all();
            int port = programs.connect();
            try (SparkBackend cluster = SparkBackend.of(
                    new SparkEndpoint("localhost", port, ""),
                    SparkOptions.onThisMachine("cluster", CORES),
                    Query.classes(),
                    System.err::println)) {
                // Executors are there once a job has run.
                Query.answer(folder, cluster);
                Set<Long> withConnect = Programs.all();
                Process rdd = programs.rdd(compile(Path.of(args[2]), programs, work), folder);
                BufferedReader from = rdd.inputReader();
                Writer to = rdd.outputWriter();
                Way asked = () -> {
                    to.write("again\n");
                    to.flush();
                    return Optional.ofNullable(from.readLine()).orElse("the driver ended");
                };
                asked.answer();
                Set<Long> withRdd = new HashSet<>(Programs.all());
                withRdd.removeAll(withConnect);
                withRdd.addAll(shared);
                withRdd.remove(ProcessHandle.current().pid());
                List<Measured> ways = List.of(
                        new Measured(
                                "local",
                                () -> Query.answer(folder, local),
                                Set.of(ProcessHandle.current().pid()),
                                new ArrayList<>()),
                        new Measured("cluster", () -> Query.answer(folder, cluster), withConnect, new ArrayList<>()),
                        new Measured("rdd", asked, withRdd, new ArrayList<>()));
                compare(ways, rounds);
            }
        }
    }

    private static String compile(Path source, Programs programs, Path work) throws IOException {
        String to = work.resolve("rdd").toString();
        String classPath;
        try (Stream<Path> jars = Files.list(programs.jars())) {
            classPath = jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
        int code = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "--release", "17", "-d", to, "-cp", classPath, source.toString());
        if (code != 0) {
            throw new IllegalStateException(source + " does not compile");
        }
        return to;
    }

    private static void compare(List<Measured> ways, int rounds) throws IOException {
        for (int round = -1; round < rounds; round++) {
            Set<String> answers = new HashSet<>();
            StringBuilder line = new StringBuilder(round < 0 ? "warm-up" : "round " + (round + 1));
            for (Measured way : ways) {
                answers.add(way.run());
                line.append(String.format(
                        Locale.ROOT,
                        "  %s %.2f",
                        way.name(),
                        way.seconds().get(way.seconds().size() - 1)));
                if (round < 0) {
                    way.seconds().clear();
                }
            }
            if (answers.size() != 1) {
                throw new IllegalStateException("the answers differ: " + answers);
            }
            System.out.println(line + "  " + answers.iterator().next() + "  load " + load());
        }
        double local = ways.get(0).median();
        double cluster = ways.get(1).median();
        double rdd = ways.get(2).median();
        System.out.printf(
                Locale.ROOT,
                "%s, Java %s, %d processors, load %s%n",
                LocalDate.now(),
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                load());
        System.out.printf(
                Locale.ROOT,
                "CPU seconds, medians of %d: local %.2f, cluster %.2f, rdd %.2f%n",
                rounds,
                local,
                cluster,
                rdd);
        System.out.printf(Locale.ROOT, "cluster / local %.2f, cluster / rdd %.2f%n", cluster / local, cluster / rdd);
    }

    private static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    }
}
