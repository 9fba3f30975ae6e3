package dev.mayfly.kernel.cell;

import dev.mayfly.kernel.display.MimeBundle;
import dev.mayfly.kernel.display.Renderer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How a workspace shows values: by a renderer that libraries and cells add forms to. Safe for any thread. */
final class CurrentRenderer {
    private volatile Renderer renderer;

    CurrentRenderer(Renderer renderer) {
        this.renderer = renderer;
    }

    Renderer now() {
        return renderer;
    }

    MimeBundle render(@Nullable Object value) {
        return renderer.render(value);
    }

    synchronized void add(UnaryOperator<Renderer> forms) {
        renderer = forms.apply(renderer);
    }
}
