package dev.mayfly.kernel.display;

import dev.mayfly.engine.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns any value into a bundle: an ordered set of forms, each for a type, of which the first that fits renders. Immutable:
 * {@link #with} and {@link #width} give another renderer. What a value's own methods throw comes through untouched.
 */
public final class Renderer {
    /** The columns of text where no front end says otherwise. */
    public static final int DEFAULT_WIDTH = 100;

    private final List<Entry<?>> entries;
    private final IntSupplier width;
    private final boolean times;

    /** How values of one type are shown. */
    @FunctionalInterface
    public interface Form<T> {
        /**
         * Renders a value.
         *
         * @param renderer renders what the value holds, and knows the width of text
         */
        MimeBundle render(T value, Renderer renderer);
    }

    private record Entry<T>(Class<T> type, Predicate<? super T> applies, Form<? super T> form) {
        boolean isFor(Object value) {
            return type.isInstance(value) && applies.test(type.cast(value));
        }

        MimeBundle render(Object value, Renderer renderer) {
            return form.render(type.cast(value), renderer);
        }
    }

    private Renderer(List<Entry<?>> entries, IntSupplier width, boolean times) {
        this.entries = List.copyOf(entries);
        this.width = width;
        this.times = times;
    }

    /** Every form that Mayfly brings. */
    public static Renderer standard() {
        return StandardForms.addTo(new Renderer(List.of(), () -> DEFAULT_WIDTH, true));
    }

    /** This renderer with one more form, which is asked before all that are there. */
    public <T> Renderer with(Class<T> type, Form<? super T> form) {
        return with(type, value -> true, form);
    }

    /** This renderer with one more form, for those values of a type that it applies to. */
    public <T> Renderer with(Class<T> type, Predicate<? super T> applies, Form<? super T> form) {
        List<Entry<?>> more = new ArrayList<>();
        more.add(new Entry<>(type, applies, form));
        more.addAll(entries);
        return new Renderer(more, width, times);
    }

    /** This renderer with text of at most so many columns, asked anew for each value. */
    public Renderer width(IntSupplier columns) {
        return new Renderer(entries, columns, times);
    }

    /** This renderer, leaving out what differs between two runs of one job: its time, and how it had to spill and retry. */
    public Renderer withoutTimes() {
        return new Renderer(entries, width, false);
    }

    /** Whether what differs between two runs of one job is shown. */
    boolean times() {
        return times;
    }

    /** How many columns text may take. */
    public int width() {
        return Math.max(20, width.getAsInt());
    }

    /** Shows texts in columns; all of them, since who asks for a list wants to see it whole. */
    public MimeBundle table(List<String> names, List<? extends List<?>> rows) {
        List<List<@Nullable Object>> cells = new ArrayList<>();
        rows.forEach(row -> cells.add(new ArrayList<>(row)));
        Table table = Table.of(new Columns(names, cells), cells.size(), cells.size());
        return MimeBundle.text(TextTable.whole(table, width())).with(MimeBundle.HTML, HtmlTable.of(table));
    }

    /** Shows a value; a {@link MimeBundle} is shown as it is. */
    public MimeBundle render(@Nullable Object value) {
        if (value == null) {
            return MimeBundle.text("null");
        }
        if (value instanceof MimeBundle bundle) {
            return bundle;
        }
        for (Entry<?> entry : entries) {
            if (entry.isFor(value)) {
                return entry.render(value, this);
            }
        }
        return PlainForm.of(value);
    }
}
