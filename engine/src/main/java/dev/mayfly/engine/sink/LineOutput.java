package dev.mayfly.engine.sink;

import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Sink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One file of lines, in UTF-8: a row is the line of its {@code toString}, a {@link Pair} its key, a tab and its value.
 * The file appears whole or not at all. A value: each method returns another output and leaves this one as it was.
 *
 * <p>Memory is bounded whatever the number of rows; {@link #sorted} and {@link #unique} sort on disk where they must.
 */
public final class LineOutput implements Sink<Object> {
    private final Place place;
    private final boolean sorted;
    private final boolean unique;
    private final boolean gzip;
    private final Optional<String> header;
    private final LineSorter.Limits limits;

    private LineOutput(
            Place place,
            boolean sorted,
            boolean unique,
            boolean gzip,
            Optional<String> header,
            LineSorter.Limits limits) {
        this.place = place;
        this.sorted = sorted;
        this.unique = unique;
        this.gzip = gzip;
        this.header = header;
        this.limits = limits;
    }

    /** A file on this machine, gzip where its name ends in {@code .gz}. Missing folders are made. */
    public static LineOutput file(Path file) {
        return at(new LocalPlace(file));
    }

    /** Lines stored at some place. */
    public static LineOutput at(Place place) {
        return new LineOutput(place, false, false, false, Optional.empty(), LineSorter.Limits.AUTOMATIC);
    }

    /** Lines in ascending order of their UTF-8 bytes, as {@code LC_ALL=C sort} has them. */
    public LineOutput sorted() {
        return new LineOutput(place, true, unique, gzip, header, limits);
    }

    /** Each distinct line once. Equal lines are found by sorting, so the lines come out sorted too. */
    public LineOutput unique() {
        return new LineOutput(place, sorted, true, gzip, header, limits);
    }

    /**
     * A first line, which is neither sorted nor counted.
     *
     * @throws IllegalArgumentException if it is more than one line
     */
    public LineOutput header(String line) {
        if (line.indexOf('\n') >= 0) {
            throw new IllegalArgumentException(
                    "header(...) needs one line; got " + line.lines().count());
        }
        return new LineOutput(place, sorted, unique, gzip, Optional.of(line), limits);
    }

    /** Compresses the file by gzip, whatever its name. */
    public LineOutput gzip() {
        return new LineOutput(place, sorted, unique, true, header, limits);
    }

    LineOutput within(LineSorter.Limits other) {
        return new LineOutput(place, sorted, unique, gzip, header, other);
    }

    @Override
    public String name() {
        return place.name();
    }

    @Override
    public boolean isRemote() {
        return place.isRemote();
    }

    @Override
    public Receipt write(Stream<?> rows) throws IOException {
        long[] lines = {0};
        long bytes = place.store(Packing.of(gzip, place.name()), out -> {
            if (header.isPresent()) {
                writeLine(out, header.get().getBytes(StandardCharsets.UTF_8));
            }
            lines[0] = sorted || unique ? writeSorted(rows, out) : writeAsTheyCome(rows, out);
        });
        return new Receipt(place.name(), lines[0], bytes);
    }

    private static long writeAsTheyCome(Stream<?> rows, OutputStream out) throws IOException {
        long lines = 0;
        for (Iterator<?> i = rows.iterator(); i.hasNext(); lines++) {
            Cancellation.check(lines);
            writeLine(out, line(i.next(), lines));
        }
        return lines;
    }

    private long writeSorted(Stream<?> rows, OutputStream out) throws IOException {
        try (LineSorter sorter = new LineSorter(unique, limits)) {
            long read = 0;
            for (Iterator<?> i = rows.iterator(); i.hasNext(); read++) {
                Cancellation.check(read);
                sorter.add(line(i.next(), read));
            }
            return sorter.drain(line -> writeLine(out, line));
        }
    }

    private static byte[] line(Object row, long index) {
        String text = row instanceof Pair<?, ?> pair ? pair.key() + "\t" + pair.value() : String.valueOf(row);
        if (text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("Row " + (index + 1) + " is more than one line: "
                    + text.substring(0, Math.min(text.length(), 80)).replace("\n", "\\n")
                    + " ...: map each row to one line before it is written");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void writeLine(OutputStream out, byte[] line) throws IOException {
        out.write(line);
        out.write('\n');
    }
}
