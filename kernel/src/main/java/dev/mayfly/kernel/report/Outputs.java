package dev.mayfly.kernel.report;

import dev.mayfly.engine.s3.S3;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The places that a report is written to: the notebook itself after every cell, pages for people at the end. Where the
 * last good report is to stay, a run is saved beside it, and takes its place only when it has succeeded.
 */
final class Outputs implements AutoCloseable {
    private static final String RUNNING = "running";
    private static final String FAILED = "failed";

    private final Map<Target, Target.Kind> targets;
    private final boolean keepGood;
    private final S3 s3;
    private final List<String> written = new ArrayList<>();

    private Outputs(Map<Target, Target.Kind> targets, boolean keepGood, S3 s3) {
        this.targets = targets;
        this.keepGood = keepGood;
        this.s3 = s3;
    }

    /**
     * Sorts the requested outputs by kind.
     *
     * @throws RequestException if one is of no known kind, is named twice, is a folder, or is the notebook
     */
    static Outputs of(ReportRequest request) throws RequestException {
        S3 s3 = new S3();
        Map<Target, Target.Kind> targets = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (String name : request.outputs()) {
            Target.Kind kind = Target.kind(name);
            boolean stored = name.startsWith("s3://");
            String place =
                    stored ? name : Path.of(name).toAbsolutePath().normalize().toString();
            if (!seen.add(place)) {
                throw new RequestException(name + " is named twice as an output");
            }
            if (!stored) {
                requireFile(Path.of(name), request.notebook());
            }
            targets.put(stored ? new Target.Stored(name, s3) : new Target.LocalFile(Path.of(name)), kind);
        }
        return new Outputs(targets, request.form().keepGood(), s3);
    }

    private static void requireFile(Path file, Path notebook) throws RequestException {
        if (Files.isDirectory(file)) {
            throw new RequestException("Cannot write " + file + ": it is a folder");
        }
        if (isSame(file, notebook)) {
            throw new RequestException(
                    file + " is the notebook itself, which a report leaves as it is: name another output");
        }
    }

    /** Saves the notebook while it runs. */
    void save(Notebook notebook) throws IOException {
        for (Target target : of(Target.Kind.NOTEBOOK)) {
            if (!keepGood) {
                write(target, notebook);
            } else if (target instanceof Target.LocalFile) {
                write(target.beside(RUNNING), notebook);
            }
        }
    }

    /** Saves the notebook as it ended. */
    void saveEnded(Notebook notebook, boolean good) throws IOException {
        for (Target target : of(Target.Kind.NOTEBOOK)) {
            Target place = place(target, good);
            write(place, notebook);
            written.add(place.name());
            if (keepGood) {
                target.beside(RUNNING).delete();
            }
        }
    }

    /** Writes the pages of one kind. */
    void savePages(Target.Kind kind, byte[] content, boolean good) throws IOException {
        for (Target target : of(kind)) {
            Target place = place(target, good);
            place.write(content);
            written.add(place.name());
        }
    }

    /** Where a run that ended belongs; what a failure has left there before is gone once one succeeds. */
    private Target place(Target target, boolean good) {
        if (!keepGood) {
            return target;
        }
        Target failed = target.beside(FAILED);
        if (good) {
            failed.delete();
        }
        return good ? target : failed;
    }

    boolean has(Target.Kind kind) {
        return targets.containsValue(kind);
    }

    /** The files among them, of all kinds. */
    List<Path> files() {
        return targets.keySet().stream()
                .flatMap(target -> target instanceof Target.LocalFile file ? Stream.of(file.path()) : Stream.empty())
                .toList();
    }

    /** The first file that says what it was made of. */
    Optional<Path> witness() {
        return targets.entrySet().stream()
                .filter(each -> each.getValue() != Target.Kind.PDF)
                .flatMap(each ->
                        each.getKey() instanceof Target.LocalFile file ? Stream.of(file.path()) : Stream.empty())
                .findFirst();
    }

    List<String> names() {
        return targets.keySet().stream().map(Target::name).toList();
    }

    /** What holds this run, complete up to where it ended. */
    List<String> written() {
        return List.copyOf(written);
    }

    @Override
    public void close() {
        s3.close();
    }

    private List<Target> of(Target.Kind kind) {
        return targets.entrySet().stream()
                .filter(each -> each.getValue() == kind)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void write(Target target, Notebook notebook) throws IOException {
        target.write(NotebookWriter.write(PapermillMetadata.at(notebook, target.name()))
                .getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isSame(Path output, Path notebook) {
        try {
            return Files.exists(output) && Files.exists(notebook) && Files.isSameFile(output, notebook);
        } catch (IOException e) {
            return false;
        }
    }
}
