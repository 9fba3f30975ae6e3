package dev.mayfly.engine.spark;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.closure.Bundle;
import dev.mayfly.engine.fetch.Remote;
import dev.mayfly.engine.node.Wire;
import dev.mayfly.engine.source.FileInput;
import dev.mayfly.engine.source.Input;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the tasks of one job ask the session for. Safe for use by many threads. */
final class ServedJob {
    private final byte[] bundle;
    private final Map<String, Path> files = new ConcurrentHashMap<>();
    private final List<Input> inputs;
    private final Map<String, List<List<Bins.Numbered>>> tasks;
    private final ReceivedRows rows;
    private final SparkMeter meter;
    private final JobFailure failure;
    private final Types types = new Types();

    /**
     * @param inputs all that the job reads; splits name them by their index
     * @param tasks by the path of a plan, the splits of each of its tasks
     */
    ServedJob(
            Bundle bundle,
            List<Input> inputs,
            Map<String, List<List<Bins.Numbered>>> tasks,
            ReceivedRows rows,
            SparkMeter meter,
            JobFailure failure) {
        this.bundle = bundle.toBytes();
        bundle.files().forEach(file -> files.put(file.digest(), file.path()));
        this.inputs = inputs;
        this.tasks = tasks;
        this.rows = rows;
        this.meter = meter;
        this.failure = failure;
    }

    byte[] bundle() {
        return bundle;
    }

    Types types() {
        return types;
    }

    SparkMeter meter() {
        return meter;
    }

    /** A file of the bundle by its digest. */
    Optional<Path> file(String digest) {
        return Optional.ofNullable(files.get(digest));
    }

    /** An input that executors read through the session, since only it has the file. */
    Input input(int number) {
        return inputs.get(number);
    }

    /** The splits of a task, with addresses that are fresh. */
    byte[] splits(String path, int task) throws IOException {
        List<Wire.SplitText> texts = new ArrayList<>();
        for (Bins.Numbered one : tasks.getOrDefault(path, List.of()).get(task)) {
            int number = one.split().index();
            Input input = inputs.get(number);
            Optional<Remote> remote = input instanceof Remote some ? Optional.of(some) : Optional.empty();
            Optional<Remote.Address> address =
                    remote.isPresent() ? Optional.of(remote.get().address(0)) : Optional.empty();
            texts.add(new Wire.SplitText(
                    one.number(),
                    number,
                    input.name(),
                    input instanceof FileInput file
                            ? file.path().toAbsolutePath().toString()
                            : "",
                    remote.isPresent(),
                    input.size().orElse(-1),
                    remote.flatMap(Remote::entityTag).orElse(""),
                    remote.map(some -> some.offset().orElse(-1)).orElse(-1L),
                    one.split().from(),
                    one.split().to(),
                    address));
        }
        return Wire.splits(texts);
    }

    byte[] address(int number, int failures) throws IOException {
        return Wire.address(remote(number).address(failures));
    }

    byte[] refused(int number, byte[] answer) {
        Remote.Answer said = Wire.answer(answer);
        if (inputs.get(number) instanceof Remote remote) {
            return Wire.refusal(remote.refused(said));
        }
        return Wire.refusal(
                Remote.Refusal.last(inputs.get(number).name() + " cannot be read through the session: " + said.text()));
    }

    private Remote remote(int number) {
        if (inputs.get(number) instanceof Remote remote) {
            return remote;
        }
        throw new JobException(inputs.get(number).name() + " is not read by HTTP");
    }

    void rows(String attempt, int sequence, byte[] packed) {
        rows.take(attempt, sequence, packed);
    }

    void failed(byte[] what) {
        failure.take(what);
    }
}
