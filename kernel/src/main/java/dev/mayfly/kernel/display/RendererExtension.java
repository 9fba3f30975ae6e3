package dev.mayfly.kernel.display;

/**
 * Teaches Mayfly to show the values of a library. A jar that a cell adds names its extensions in
 * {@code META-INF/services/dev.mayfly.kernel.display.RendererExtension}, as {@link java.util.ServiceLoader} reads it; each is
 * asked once in a session, as soon as its jar is there.
 */
@FunctionalInterface
public interface RendererExtension {
    /** The renderer with the forms of this library: {@code renderer.with(Frame.class, (frame, r) -> ...)}. */
    Renderer addTo(Renderer renderer);
}
