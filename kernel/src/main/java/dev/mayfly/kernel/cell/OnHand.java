package dev.mayfly.kernel.cell;

import dev.mayfly.engine.Backends;
import dev.mayfly.engine.MapReduce;
import dev.mayfly.engine.s3.S3;
import dev.mayfly.engine.source.Inputs;
import dev.mayfly.kernel.display.MimeBundle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** What a session has on hand behind the names that cells use, see {@link CellScope}. Bound to one session. */
public final class OnHand {
    private static final Pattern TYPE = Pattern.compile("[a-z]+/[\\w.+-]+");

    private final Backends backends;
    private final CurrentRenderer renderer;
    private final Path folder;
    private final Supplier<Optional<FrontEnd>> frontEnd;
    private final LocalFiles localFiles;
    private final S3 s3;
    private final SessionCluster cluster;
    private final Comms comms;
    private volatile @Nullable Libraries libraries;
    private volatile @Nullable String lastShown;

    /** What front ends asked to see, each under itself. */
    private final Map<FrontEnd, Optional<Object>> looked = new ConcurrentHashMap<>();

    /**
     * @param folder what relative names of files start from
     * @param frontEnd that of the cell to which the calling thread belongs
     */
    OnHand(
            Backends backends,
            CurrentRenderer renderer,
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
        this.comms = new Comms(this::required);
    }

    /** Objects that have another half in the front end. */
    public Comms comms() {
        return comms;
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

    /**
     * Shows a value in the output of the cell.
     *
     * @param idOrTypes a name by which {@link #updateDisplay} can replace it, or the MIME types to show it in
     * @return that name, or one that was made
     */
    public String display(@Nullable Object value, String... idOrTypes) {
        boolean named = idOrTypes.length == 1 && !isType(idOrTypes[0]);
        String id = named ? idOrTypes[0] : UUID.randomUUID().toString();
        required().display(bundle(value, named ? List.of() : List.of(idOrTypes)), Optional.of(id));
        lastShown = id;
        return id;
    }

    /** Replaces what was shown under an id. */
    public void updateDisplay(String id, @Nullable Object value, String... types) {
        required().update(id, bundle(value, List.of(types)));
    }

    /** A value in forms of some types, or of all that it has. */
    public DisplayData render(@Nullable Object value, String... types) {
        return theirs().render(value, List.of(types));
    }

    /** Shows values of a type by HTML from now on. */
    public <T> void displayAs(Class<T> type, Function<? super T, String> html) {
        renderer.add(now -> now.with(
                type, (value, r) -> MimeBundle.text(String.valueOf(value)).with(MimeBundle.HTML, html.apply(value))));
    }

    /** The kernel as libraries for IJava and JJava know it. */
    public BaseKernel kernel() {
        return theirs();
    }

    /** Evaluates Java as a part of the cell that asks. */
    public @Nullable Object eval(String code) {
        return theirs().evalRaw(code);
    }

    private JJavaKernel theirs() {
        return Objects.requireNonNull(libraries, "a session is being opened").kernel();
    }

    /** Prints how long a run of an expression takes. */
    public void timeit(Callable<? extends @Nullable Object> expression) throws Exception {
        System.out.println(new RepeatedRuns().of(expression));
    }

    /** Ends the opening: where the kernel of libraries is. */
    void connect(Libraries known) {
        libraries = known;
    }

    /** Whether a value is what {@link #display} has just returned: nobody who typed it wants to see it. */
    boolean isShown(@Nullable Object value) {
        return value != null && value == lastShown;
    }

    private MimeBundle bundle(@Nullable Object value, List<String> types) {
        return types.isEmpty()
                ? renderer.render(value)
                : DisplayDataForm.bundle(theirs().render(value, types), String.valueOf(value));
    }

    private static boolean isType(String text) {
        return TYPE.matcher(text).matches();
    }

    /** Clears the output of the cell, at once or when the next output comes. */
    public void clear(boolean wait) {
        required().clear(wait);
    }

    /** Takes a value that a front end asked for, without a variable of the session that holds it. */
    public void look(@Nullable Object value) {
        looked.put(required(), Optional.ofNullable(value));
    }

    /** The value of the last {@link #look} for a front end. */
    @Nullable
    Object takeLooked(FrontEnd asking) {
        Optional<Object> value = looked.remove(asking);
        return value == null ? null : value.orElse(null);
    }

    void show(MimeBundle bundle, Optional<String> displayId) {
        required().display(bundle, displayId);
    }

    private FrontEnd required() {
        return frontEnd.get()
                .orElseThrow(() -> new IllegalStateException(
                        "this thread belongs to no cell, so there is no output to show it in: call it from a cell"));
    }

    /** Code that gives nothing. */
    @FunctionalInterface
    public interface Statements {
        void run() throws Exception;
    }
}
