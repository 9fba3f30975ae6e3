package dev.mayfly.kernel.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.engine.JobException;
import dev.mayfly.engine.s3.S3;
import dev.mayfly.engine.source.Input;
import dev.mayfly.engine.source.Inputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A hash of everything that a report depends on: notebook, parameters, version, and of each input its name, size, and
 * entity tag or time. Equal fingerprints mean equal reports; whoever reads the clock or the network in a cell knows that
 * they do not.
 */
final class Fingerprint {
    /** How a page names it. */
    static final String META = "mayfly-fingerprint";

    private static final Pattern IN_PAGE = Pattern.compile("<meta name=\"" + META + "\" content=\"([0-9a-f]{64})\">");

    private Fingerprint() {}

    /**
     * The fingerprint of a request.
     *
     * @param values without secrets
     * @throws RequestException if an input is named that is not there
     */
    static String of(ReportRequest request, String sha256, String values, Path folder) throws RequestException {
        StringBuilder all = new StringBuilder(sha256)
                .append('\n')
                .append(values)
                .append('\n')
                .append(Version.mayfly())
                .append('\n')
                .append(request.outputs())
                .append(request.rules().skipTags())
                .append(request.rules().onlyTags())
                .append(request.form().hideInput())
                .append(request.form().reproducible());
        try (S3 s3 = new S3()) {
            for (String name : request.form().unlessUnchanged()) {
                Inputs inputs = name.startsWith("s3://") ? s3.urls(name) : Inputs.filesIn(folder, name);
                for (Input input : inputs.list()) {
                    all.append('\n').append(input.name()).append(' ').append(input.size());
                    all.append(' ').append(input.version()).append(' ').append(input.modified());
                }
            }
        } catch (JobException | IllegalArgumentException e) {
            throw new RequestException("Cannot see whether the inputs have changed: " + e.getMessage());
        }
        return CellIds.sha256(all.toString());
    }

    /** The fingerprint that an output of an earlier run holds; nothing where that run failed. */
    static Optional<String> in(Path output) {
        try {
            String text = Files.readString(output);
            if (output.toString().endsWith(".ipynb")) {
                JsonNode metadata = Json.parse(text).path("metadata");
                boolean good = metadata.path("papermill").path("exception").isNull()
                        && metadata.path(Version.FIELD).has("jobs");
                return Optional.of(
                                metadata.path(Version.FIELD).path("fingerprint").asText())
                        .filter(fingerprint -> good && !fingerprint.isEmpty());
            }
            Matcher page = IN_PAGE.matcher(text);
            return page.find() ? Optional.of(page.group(1)) : Optional.empty();
        } catch (JsonProcessingException notOurs) {
            return Optional.empty();
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }
}
