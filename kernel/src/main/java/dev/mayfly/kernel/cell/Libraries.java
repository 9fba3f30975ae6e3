package dev.mayfly.kernel.cell;

import dev.mayfly.kernel.display.RendererExtension;
import dev.mayfly.kernel.session.Outcome;
import dev.mayfly.kernel.session.Session;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.jspecify.annotations.Nullable;

/**
 * What libraries that a cell adds bring along for a notebook: forms of their values, by {@link RendererExtension} or by the
 * extensions of IJava and JJava. Safe for any thread.
 */
final class Libraries {
    private final Session session;
    private final SessionJars jars;
    private final CurrentRenderer renderer;
    private final OnHand onHand;
    private final Set<String> installed = new HashSet<>();
    private @Nullable JJavaKernel kernel;

    Libraries(Session session, SessionJars jars, CurrentRenderer renderer, OnHand onHand) {
        this.session = session;
        this.jars = jars;
        this.renderer = renderer;
        this.onHand = onHand;
    }

    /** The kernel as IJava's and JJava's libraries know it. */
    synchronized JJavaKernel kernel() {
        JJavaKernel known = kernel;
        if (known == null) {
            known = JJavaKernel.open(this::evaluate, renderer, onHand);
            kernel = known;
        }
        return known;
    }

    /** The same, where something has asked for it already. */
    synchronized Optional<JJavaKernel> kernelInUse() {
        return Optional.ofNullable(kernel);
    }

    /**
     * Installs the extensions of jars that were added, each once. One that fails does not keep its library from being used.
     *
     * @param note told of each that fails, and why
     */
    void install(Consumer<String> note) {
        ClassLoader loader = session.classLoader();
        for (ServiceLoader.Provider<RendererExtension> found : providers(RendererExtension.class, loader, note)) {
            install(found, extension -> renderer.add(extension::addTo), note);
        }
        for (ServiceLoader.Provider<Extension> found : providers(Extension.class, loader, note)) {
            install(found, extension -> extension.install(kernel()), note);
        }
    }

    private static <T> void install(ServiceLoader.Provider<T> found, Consumer<T> how, Consumer<String> note) {
        try {
            how.accept(found.get());
        } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
            note.accept(found.type().getName() + " is not installed whole: " + innermost(e));
        }
    }

    private static Throwable innermost(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** A magic that a library registered with the kernel. */
    Optional<Magic> magic(String name, boolean whole) {
        Optional<MagicsRegistry> registry = kernelInUse().map(JJavaKernel::getMagicsRegistry);
        boolean known = registry.map(r -> whole ? r.getCellMagicNames() : r.getLineMagicNames())
                .filter(names -> names.contains(name))
                .isPresent();
        return known
                ? Optional.of(new Magic(name, whole, "", "of a library", (call, context) -> run(call, context)))
                : Optional.empty();
    }

    private Workspace.Reply run(CellPart.Magic call, Magic.Context context) throws MagicException {
        List<String> arguments = call.arguments().isEmpty()
                ? List.of()
                : List.of(call.arguments().split("\\s+"));
        MagicsRegistry registry = kernel().getMagicsRegistry();
        AtomicReference<@Nullable Object> value = new AtomicReference<>();
        Workspace.Reply reply = context.call(
                () -> Optional.<Object>ofNullable(
                        call.whole()
                                ? registry.<Object, JJavaKernel>evalCellMagic(
                                        kernel(), call.name(), arguments, call.body())
                                : registry.<Object, JJavaKernel>evalLineMagic(kernel(), call.name(), arguments)),
                given -> value.set(given.orElse(null)));
        return reply instanceof Workspace.Reply.Done ? context.shown(value.get()) : reply;
    }

    /** What jars that cells added provide and nobody has asked yet; not what the process runs on. */
    private synchronized <T> List<ServiceLoader.Provider<T>> providers(
            Class<T> type, ClassLoader loader, Consumer<String> note) {
        try {
            return ServiceLoader.load(type, loader).stream()
                    .filter(found ->
                            isAdded(found.type()) && installed.add(found.type().getName()))
                    .toList();
        } catch (ServiceConfigurationError | LinkageError e) {
            note.accept("the extensions of a library cannot be found: " + innermost(e));
            return List.of();
        }
    }

    private boolean isAdded(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return source != null
                    && jars.added().contains(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException | FileSystemNotFoundException e) {
            // Of no file: no cell added it.
            return false;
        }
    }

    private @Nullable Object evaluate(String code) {
        Outcome outcome = session.evaluateAnywhere("a library", code);
        if (outcome instanceof Outcome.Value value) {
            return value.value();
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            throw new IllegalArgumentException(
                    "not Java: " + rejected.problems().get(0).message() + " in: " + code);
        }
        if (outcome instanceof Outcome.Thrown thrown) {
            throw new IllegalStateException("code failed: " + code, thrown.error());
        }
        return null;
    }
}
