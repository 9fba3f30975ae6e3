package dev.mayfly.kernel.cell;

import dev.mayfly.kernel.display.MimeBundle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.DisplayDataRenderable;
import org.dflib.jjava.jupyter.kernel.display.RenderFunction;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.kernel.history.HistoryManager;
import org.dflib.jjava.jupyter.kernel.magic.MagicParser;
import org.dflib.jjava.jupyter.kernel.magic.MagicTranspiler;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.dflib.jjava.jupyter.kernel.util.TextColor;
import org.jspecify.annotations.Nullable;

/**
 * What notebooks and libraries that were written for IJava or JJava know as the kernel: they register how to show their
 * values with its renderer, and have it evaluate code. Its wire protocol is not in use.
 */
final class JJavaKernel extends BaseKernel {
    private final Evaluating evaluating;
    private final CurrentRenderer forms;
    private final OnHand onHand;

    /** Evaluates code of a library: a part of the cell that asks for it, or a cell of its own. */
    interface Evaluating {
        @Nullable
        Object evaluate(String code);
    }

    private JJavaKernel(
            Evaluating evaluating, CurrentRenderer renderer, OnHand onHand, Registered theirs, MagicsRegistry magics) {
        super(
                "mayfly",
                "1",
                new LanguageInfo(
                        "java", Runtime.version().toString(), "text/x-java", ".jsh", "java", "text/x-java", "script"),
                List.of(),
                new HistoryManager() {},
                new JupyterIO(StandardCharsets.UTF_8),
                new CommManager(),
                theirs,
                new MagicParser("(?<=(?:^|=))\\s*%", "%%", new MagicTranspiler()),
                magics,
                true,
                new StringStyler.Builder()
                        .addPrimaryStyle(TextColor.BOLD_RESET_FG)
                        .build());
        this.evaluating = evaluating;
        this.forms = renderer;
        this.onHand = onHand;
    }

    /** Makes the kernel, and has the renderer show by it what libraries register with it. */
    static JJavaKernel open(Evaluating evaluating, CurrentRenderer renderer, OnHand onHand) {
        Registered theirs = new Registered();
        renderer.add(now -> now.with(Object.class, theirs::shows, (value, r) -> theirs.bundle(value)));
        return new JJavaKernel(evaluating, renderer, onHand, theirs, new MagicsRegistry());
    }

    @Override
    public @Nullable Object evalRaw(String code) {
        return evaluating.evaluate(code);
    }

    @Override
    public void display(DisplayData display) {
        onHand.show(
                DisplayDataForm.bundle(display, ""),
                display.hasDisplayId() ? Optional.of(display.getDisplayId()) : Optional.empty());
    }

    /** A value in forms of some types, or of all that it has. */
    DisplayData render(@Nullable Object value, List<String> types) {
        MimeBundle bundle = forms.render(value);
        return DisplayDataForm.of(bundle, value, types);
    }

    @Override
    public DisplayData inspect(String code, int at, boolean extraDetail) {
        throw new UnsupportedOperationException("the front end inspects by itself");
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        throw new UnsupportedOperationException("the front end completes by itself");
    }

    @Override
    public String isComplete(String code) {
        return IS_COMPLETE_MAYBE;
    }

    /** Their renderer, which says what was registered with it. */
    private static final class Registered extends org.dflib.jjava.jupyter.kernel.display.Renderer {
        private final Set<Class<?>> types = new CopyOnWriteArraySet<>();

        @Override
        public <T> void register(
                Set<MIMEType> supported,
                Set<MIMEType> preferred,
                Set<Class<? extends T>> registered,
                RenderFunction<T> function) {
            super.register(supported, preferred, registered, function);
            types.addAll(registered);
        }

        boolean shows(Object value) {
            return value instanceof DisplayData
                    || value instanceof DisplayDataRenderable
                    || types.stream().anyMatch(type -> type.isInstance(value));
        }

        MimeBundle bundle(Object value) {
            DisplayData display = value instanceof DisplayData given ? given : render(value);
            return DisplayDataForm.bundle(display, value instanceof DisplayData ? "" : String.valueOf(value));
        }
    }
}
