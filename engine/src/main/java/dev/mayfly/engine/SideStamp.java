package dev.mayfly.engine;

import dev.mayfly.engine.source.RecordFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What tells that a file is still the one that was named.
 *
 * @param name as the user wrote it
 * @param file where it is on this machine
 * @param modified when it was last changed, in nanoseconds
 */
record SideStamp(String name, Path file, long size, long modified) {

    /** A file as it is now. */
    static SideStamp of(Path file) {
        try {
            return of(file.toString(), file.toAbsolutePath());
        } catch (IOException e) {
            String why = Files.exists(file) ? "cannot be read: " + e.getMessage() : "does not exist: check the name";
            throw new IllegalArgumentException(file + " " + why, e);
        }
    }

    static SideStamp of(String name, Path file) throws IOException {
        BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
        if (!is.isRegularFile()) {
            throw new IllegalArgumentException(name + " is no file: name a file of data");
        }
        return new SideStamp(name, file, is.size(), is.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }

    /** The file, which is as it was. */
    Path unchanged() {
        SideStamp now;
        try {
            now = of(name, file);
        } catch (IOException e) {
            throw new JobException(name + " is gone or cannot be read any more: " + e.getMessage(), e);
        }
        if (!now.equals(this)) {
            throw new JobException(String.format(
                    Locale.ROOT,
                    "%s has changed since it was named (%,d bytes then, %,d now): run the cell that names it again",
                    name,
                    size,
                    now.size()));
        }
        return file;
    }

    /** How the file's lines hold records, by its name. */
    RecordFormat format() {
        String plain = name.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|zst|bz2|xz)$", "");
        String ending = plain.substring(plain.lastIndexOf('.') + 1);
        return switch (ending) {
            case "csv" -> RecordFormat.CSV;
            case "tsv", "tab" -> new RecordFormat.Csv('\t');
            case "json", "jsonl", "ndjson" -> RecordFormat.JSON;
            default ->
                throw new IllegalArgumentException(
                        "how the lines of " + name + " hold records is not known by its name:"
                                + " call it .csv, .tsv, .json, .jsonl or .ndjson, or use csv(...) or json(...)");
        };
    }

    /** What is written in place of the file's handle, on its way to another machine. */
    TravellingFile travelling() {
        try {
            return new TravellingFile(name, file.toString(), size, TravellingFile.digest(unchanged()));
        } catch (IOException e) {
            throw new JobException(name + " cannot be read: " + e.getMessage(), e);
        }
    }
}
