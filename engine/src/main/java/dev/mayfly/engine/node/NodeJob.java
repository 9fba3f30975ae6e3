package dev.mayfly.engine.node;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.Plan;
import dev.mayfly.engine.TravellingFile;
import dev.mayfly.engine.closure.Bundle;
import dev.mayfly.engine.closure.OpenBundle;
import dev.mayfly.engine.fetch.FetchLimits;
import dev.mayfly.engine.file.TemporaryFolders;
import dev.mayfly.engine.local.JobPart;
import dev.mayfly.engine.source.FileInput;
import dev.mayfly.engine.source.Input;
import dev.mayfly.engine.source.Inputs;
import dev.mayfly.engine.source.Split;
import dev.mayfly.engine.spill.Codecs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** One job in an executor: its functions, its types, and its parts under way. Safe for use by many threads. */
final class NodeJob implements AutoCloseable {
    /** A part may hold this share of the heap, divided among the processors. */
    private static final int SHARE_OF_HEAP = 3;

    private final SessionLink session;
    private final OpenBundle bundle;
    private final Plan<?> plan;
    private final Codecs codecs;
    private final TemporaryFolders folders;
    private final Map<String, JobPart> parts = new ConcurrentHashMap<>();

    private NodeJob(SessionLink session, OpenBundle bundle, TemporaryFolders folders) throws IOException {
        this.session = session;
        this.bundle = bundle;
        this.folders = folders;
        this.plan = (Plan<?>) bundle.value();
        this.codecs = Codecs.shared(new AgreedTypes(session), bundle.loader());
    }

    static NodeJob begin(JobAddress address, TemporaryFolders folders) throws IOException {
        SessionLink session = new SessionLink(address);
        Bundle sent = Bundle.read(session.get("bundle"));
        Path files = Files.createDirectories(folders.path().resolve("files"));
        System.setProperty(TravellingFile.FOLDER, files.toString());
        for (Bundle.NeededFile file : sent.files()) {
            Path whole = files.resolve(file.digest());
            if (!Files.exists(whole)) {
                Path partial = Files.createTempFile(files, "part", "");
                session.download("file/" + file.digest(), partial);
                Files.move(partial, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return new NodeJob(session, OpenBundle.open(sent, NodeJob.class.getClassLoader(), files), folders);
    }

    SessionLink session() {
        return session;
    }

    ClassLoader loader() {
        return bundle.loader();
    }

    /** A new name for an attempt of a task; what is before its last dot names the task. */
    static String newAttempt(String path, long number) {
        return path + "." + number + "." + UUID.randomUUID();
    }

    /** Begins a part. */
    JobPart newPart(String attempt, String path, List<Split> splits) {
        long memory = Runtime.getRuntime().maxMemory()
                / SHARE_OF_HEAP
                / Math.max(1, Runtime.getRuntime().availableProcessors());
        Inputs inputs = JobPart.inputsOf(splits);
        JobPart part = new JobPart(plan, path, codecs, memory, folders.newJob(), FetchLimits.standard(), inputs);
        parts.put(attempt, part);
        return part;
    }

    /** Ends a part: says what it did, and deletes what it spilled. */
    void end(String attempt) {
        JobPart part = parts.remove(attempt);
        if (part != null) {
            try {
                tell(Map.of(attempt, part.facts()));
            } catch (IOException e) {
                // The numbers are for show; the task's own answer counts.
            } finally {
                part.close();
            }
        }
    }

    /** The splits of a task. */
    List<Wire.SplitText> splits(String path, long task) throws IOException {
        return Wire.splits(session.get("splits/" + (path.isEmpty() ? "-" : path) + "/" + task));
    }

    Split open(Wire.SplitText split) {
        Path path = Path.of(split.path());
        boolean isHere = !split.path().isEmpty() && Files.isReadable(path);
        if (!isHere && !split.path().isEmpty() && (split.from() != 0 || split.to() != Long.MAX_VALUE)) {
            throw new JobException(split.name() + " is not on this node: put it where all nodes can read it");
        }
        Input input = isHere ? new FileInput(path) : new NodeInput(split, session);
        return new Split(input, 0, split.from(), split.to());
    }

    /** Whether parts are under way. */
    boolean isBusy() {
        return !parts.isEmpty();
    }

    /** Says how far the parts under way are. */
    void report() throws IOException {
        Map<String, JobFacts> facts = new LinkedHashMap<>();
        parts.forEach((attempt, part) -> facts.put(attempt, part.facts()));
        tell(facts);
    }

    private void tell(Map<String, JobFacts> facts) throws IOException {
        session.postOnce("progress", Wire.progress(facts));
    }

    /** Stops the parts under way. */
    void cancel() {
        parts.values().forEach(JobPart::cancel);
    }

    @Override
    public void close() throws IOException {
        parts.values().forEach(JobPart::close);
        bundle.close();
    }
}
