package dev.mayfly.kernel.cell;

import dev.mayfly.engine.Backends;
import dev.mayfly.engine.MapReduce;
import dev.mayfly.engine.s3.S3;
import dev.mayfly.engine.source.Inputs;
import dev.mayfly.kernel.display.MimeBundle;
import dev.mayfly.kernel.display.Renderer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a session has on hand behind the names that cells use, see {@link CellScope}. Bound to one session. */
public final class OnHand {
    private final Backends backends;
    private final Renderer renderer;
    private final Path folder;
    private final Supplier<Optional<FrontEnd>> frontEnd;
    private final LocalFiles localFiles;
    private final S3 s3;
    private final SessionCluster cluster;

    private @Nullable Object looked;

    /**
     * @param folder what relative names of files start from
     * @param frontEnd that of the cell to which the calling thread belongs
     */
    OnHand(
            Backends backends,
            Renderer renderer,
            Path folder,
            Supplier<Optional<FrontEnd>> frontEnd,
            S3 s3,
            SessionCluster cluster) {
        this.backends = backends;
        this.renderer = renderer;
        this.folder = folder;
        this.frontEnd = frontEnd;
        this.localFiles = new LocalFiles(folder);
        this.s3 = s3;
        this.cluster = cluster;
    }

    /** Local files as places for results. */
    public LocalFiles localFiles() {
        return localFiles;
    }

    /** Objects in S3. */
    public S3 s3() {
        return s3;
    }

    /** The cluster of the session. */
    public SessionCluster cluster() {
        return cluster;
    }

    /** A plan over the lines of the inputs. */
    public MapReduce<String> mapreduce(Inputs inputs) {
        return MapReduce.over(inputs, backends);
    }

    /** Local files by name, folder or pattern. */
    public Inputs files(String... names) {
        return Inputs.filesIn(folder, names);
    }

    /** URLs of http or https. */
    public Inputs urls(List<String> urls) {
        return Inputs.urls(urls);
    }

    /** Shows a value in the output of the cell. */
    public void display(@Nullable Object value) {
        required().display(renderer.render(value), Optional.empty());
    }

    /** Shows a value that {@link #updateDisplay} can replace. */
    public void display(@Nullable Object value, String id) {
        required().display(renderer.render(value), Optional.of(id));
    }

    /** Replaces what was shown under an id. */
    public void updateDisplay(String id, @Nullable Object value) {
        required().update(id, renderer.render(value));
    }

    /** Clears the output of the cell, at once or when the next output comes. */
    public void clear(boolean wait) {
        required().clear(wait);
    }

    /** Takes a value that a front end asked for, without a variable of the session that holds it. */
    public void look(@Nullable Object value) {
        looked = value;
    }

    /** The value of the last {@link #look}. */
    @Nullable
    Object takeLooked() {
        Object value = looked;
        looked = null;
        return value;
    }

    void show(MimeBundle bundle) {
        required().display(bundle, Optional.empty());
    }

    private FrontEnd required() {
        return frontEnd.get()
                .orElseThrow(() -> new IllegalStateException(
                        "this thread belongs to no cell, so there is no output to show it in: call it from a cell"));
    }
}
