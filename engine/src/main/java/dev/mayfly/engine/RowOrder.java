package dev.mayfly.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/** The orders in which rows are asked for. */
final class RowOrder {
    private RowOrder() {}

    /** Greatest first: by value, ties by key ascending where rows are pairs, by natural order otherwise. */
    static <T> Comparator<T> greatestFirst() {
        return (left, right) -> {
            if (left instanceof Pair<?, ?> l && right instanceof Pair<?, ?> r) {
                int byValue = compare(r.value(), l.value(), "top(n) orders rows by value");
                return byValue != 0 ? byValue : tie(l.key(), r.key());
            }
            return compare(right, left, "top(n) orders rows by natural order");
        };
    }

    /** The first n rows in an order, in memory for n rows. */
    static <T> List<T> first(Stream<T> rows, int n, Comparator<T> order) {
        if (n == 0) {
            return List.of();
        }
        PriorityQueue<T> worstFirst = new PriorityQueue<>(Math.min(n, 1024), Collections.reverseOrder(order));
        for (Iterator<T> i = rows.iterator(); i.hasNext(); ) {
            T row = i.next();
            if (worstFirst.size() < n) {
                worstFirst.add(row);
            } else if (order.compare(row, worstFirst.element()) < 0) {
                worstFirst.remove();
                worstFirst.add(row);
            }
        }
        List<T> best = new ArrayList<>(worstFirst);
        best.sort(order);
        return Collections.unmodifiableList(best);
    }

    private static int tie(Object left, Object right) {
        return left instanceof Comparable<?> ? compare(left, right, "top(n) breaks ties by key") : 0;
    }

    @SuppressWarnings("unchecked")
    private static int compare(Object one, Object other, String rule) {
        if (!(one instanceof Comparable<?>)) {
            throw new IllegalStateException(rule + ", and " + one.getClass().getSimpleName()
                    + " has no natural order: use sortBy(...).limit(n), or implement Comparable.");
        }
        return ((Comparable<Object>) one).compareTo(other);
    }
}
