package dev.mayfly.engine.s3;

import dev.mayfly.engine.sink.Packing;
import java.util.Locale;
import java.util.Optional;

/**
 * How an object describes its content, by its name. One that is gzip by its name is a gzip file; one that is gzip in spite
 * of it is text in transit, which a browser unpacks.
 */
record ContentKind(String type, Optional<String> encoding) {

    static ContentKind of(Packing packing, String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return new ContentKind(
                type(ending), packing == Packing.GZIP && !ending.equals("gz") ? Optional.of("gzip") : Optional.empty());
    }

    private static String type(String ending) {
        return switch (ending) {
            case "gz" -> "application/gzip";
            case "json" -> "application/json";
            case "jsonl", "ndjson" -> "application/x-ndjson";
            case "csv" -> "text/csv; charset=utf-8";
            case "tsv" -> "text/tab-separated-values; charset=utf-8";
            case "html", "htm" -> "text/html; charset=utf-8";
            case "xml" -> "application/xml";
            case "png" -> "image/png";
            case "jpg", "jpeg" -> "image/jpeg";
            case "pdf" -> "application/pdf";
            case "zip" -> "application/zip";
            case "parquet" -> "application/vnd.apache.parquet";
            case "bin", "zst", "bz2", "xz", "avro" -> "application/octet-stream";
            default -> "text/plain; charset=utf-8";
        };
    }
}
