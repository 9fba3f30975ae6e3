package dev.mayfly.provisioner.local;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** A program of Spark that runs, and ends with this process. */
final class SparkProcess implements AutoCloseable {
    /** All that a node inherits: no credential of whoever starts it. */
    private static final Set<String> INHERITED = Set.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ");

    private final SparkProgram program;
    private final Process process;
    private final OutputStream leash;

    private SparkProcess(SparkProgram program, Process process) {
        this.program = program;
        this.process = process;
        this.leash = process.getOutputStream();
    }

    /** @param lines what the program prints, from a thread of its own */
    static SparkProcess start(SparkProgram program, SparkPlace place, Consumer<String> lines) throws IOException {
        Files.createDirectories(place.temporary());
        ProcessBuilder builder = new ProcessBuilder(command(program, place))
                .directory(place.work().toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(INHERITED);
        environment.put("SPARK_HOME", place.runtime().sparkHome().toString());
        environment.put("SPARK_SCALA_VERSION", "2.13");
        environment.put("SPARK_LOCAL_IP", "127.0.0.1");
        environment.put("SPARK_LOCAL_DIRS", place.temporary().toString());
        environment.put("JAVA_HOME", place.javaHome().toString());
        SparkProcess started = new SparkProcess(program, builder.start());
        started.tell(program.properties());
        Thread pump = new Thread(() -> started.pump(lines), program.label() + "-output");
        pump.setDaemon(true);
        pump.start();
        return started;
    }

    private static List<String> command(SparkProgram program, SparkPlace place) {
        List<String> command = new ArrayList<>();
        command.add(place.java().toString());
        command.addAll(place.runtime().flags());
        command.add("-Xmx" + program.heapMegabytes() + "m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:-UsePerfData");
        command.add("-Djava.io.tmpdir=" + place.temporary());
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator,
                Stream.of(OwnProgram.path(), place.jars().resolve("*").toString(), place.runtimeClassPath())
                        .filter(part -> !part.isEmpty())
                        .toList()));
        command.add(Leash.class.getName());
        command.add(program.mainClass());
        command.addAll(program.arguments());
        return command;
    }

    private void tell(Map<String, String> properties) throws IOException {
        StringBuilder text = new StringBuilder();
        properties.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        try {
            leash.write(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
            leash.flush();
        } catch (IOException e) {
            // It ended before it read: what it printed says why.
        }
    }

    private void pump(Consumer<String> lines) {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.accept(line);
            }
        } catch (IOException e) {
            // It has ended, or is being ended.
        }
    }

    SparkProgram program() {
        return program;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Calls with the exit code, once it has ended. */
    void whenEnded(IntConsumer action) {
        var unused = process.onExit().thenAccept(ended -> action.accept(ended.exitValue()));
    }

    /** Ends it with its children at once, and returns when they are gone. */
    @Override
    public void close() {
        List<ProcessHandle> family = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        family.forEach(ProcessHandle::destroyForcibly);
        family.forEach(member -> member.onExit().join());
    }
}
