package dev.mayfly.engine.source;

import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What a job reads, in order. */
@SuppressWarnings("serial") // travels empty: who runs a part of a job elsewhere is told what to read
public record Inputs(List<Input> list) implements Iterable<Input>, Serializable {
    public Inputs {
        list = List.copyOf(list);
    }

    /**
     * Local files: each name is a file, a folder (its files, hidden ones and those of its folders left out), or a
     * pattern such as {@code logs/*.gz}, where {@code **} crosses folders. What one name stands for is sorted by path;
     * a file that two names stand for is read once.
     *
     * @throws IllegalArgumentException if a name stands for no file, or for one that cannot be read: it says which
     */
    public static Inputs files(String... names) {
        return filesIn(Path.of(""), names);
    }

    /**
     * Local files as {@link #files} finds them, relative names starting from a folder.
     *
     * @throws IllegalArgumentException if a name stands for no file, or for one that cannot be read: it says which
     */
    public static Inputs filesIn(Path folder, String... names) {
        Set<Path> files = new LinkedHashSet<>();
        for (String name : names) {
            files.addAll(Globs.expand(folder, name));
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("files() needs at least one file, folder or pattern");
        }
        return new Inputs(files.stream().<Input>map(FileInput::new).toList());
    }

    /**
     * URLs of http or https, presigned ones too, in the order given. Nothing is requested before the job runs.
     *
     * @throws IllegalArgumentException if one is no such URL, or there is none
     */
    public static Inputs urls(List<String> urls) {
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("urls(list) needs at least one URL");
        }
        return new Inputs(urls.stream().map(Inputs::url).toList());
    }

    /**
     * The inputs whose names end in some text, such as {@code .log}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Inputs endingWith(String suffix) {
        return matching(input -> input.name().endsWith(suffix), "a name that ends in \"" + suffix + '"');
    }

    /**
     * The inputs whose names tell a day from one to another, both included: {@code 2026-11-22}, {@code 2026/11/22},
     * {@code 20261122} or {@code year=2026/month=11/day=22}.
     *
     * @throws IllegalArgumentException if there is none, or a name tells no day
     */
    public Inputs dated(LocalDate from, LocalDate to) {
        return matching(
                input -> {
                    LocalDate day = KeyDate.of(input.name())
                            .orElseThrow(() -> new IllegalArgumentException(input.name()
                                    + " tells no day, such as 2026-11-22: leave it out by a narrower pattern, or use"
                                    + " modified(from, to)"));
                    return !day.isBefore(from) && !day.isAfter(to);
                },
                "a day from " + from + " to " + to + " in its name");
    }

    /**
     * The inputs that were stored from one time on and before another.
     *
     * @throws IllegalArgumentException if there is none, or it is not known of one when it was stored
     */
    public Inputs modified(Instant from, Instant before) {
        return matching(
                input -> {
                    Instant at = input.modified()
                            .orElseThrow(() -> new IllegalArgumentException(
                                    "it is not known when " + input.name() + " was stored"));
                    return !at.isBefore(from) && at.isBefore(before);
                },
                "been stored from " + from + " on and before " + before);
    }

    private Inputs matching(Predicate<Input> condition, String what) {
        List<Input> some = list.stream().filter(condition).toList();
        if (some.isEmpty()) {
            throw new IllegalArgumentException("none of " + list.size() + " inputs has " + what);
        }
        return new Inputs(some);
    }

    private static Input url(String text) {
        try {
            return new HttpInput(new URI(text));
        } catch (URISyntaxException e) {
            // Neither the text nor the cause is repeated: a malformed URL may hold a signature.
            throw new IllegalArgumentException("a URL is malformed at character " + (e.getIndex() + 1) + ": "
                    + text.replaceFirst("[?#].*", "").replaceFirst("//[^/@]*@", "//"));
        }
    }

    @Override
    public Iterator<Input> iterator() {
        return list.iterator();
    }
}
