package dev.mayfly.kernel.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A YAML file of parameters, or a JSON one, which is YAML too: one mapping of names to values. */
final class ParameterFile {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ParameterFile() {}

    /**
     * The values of the file, in its order.
     *
     * @throws ParameterException if it cannot be read, or is no mapping
     */
    static Map<String, Given> read(Path file) throws ParameterException {
        JsonNode tree;
        try {
            tree = YAML.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : " line " + e.getLocation().getLineNr();
            throw new ParameterException(file + where + " is no YAML: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ParameterException("Cannot read the parameters of " + file + ": " + e.getMessage());
        }
        Map<String, Given> values = new LinkedHashMap<>();
        if (tree == null || tree.isMissingNode() || tree.isNull()) {
            return values;
        }
        if (!tree.isObject()) {
            throw new ParameterException(file + " holds no parameters: it needs lines such as \"top: 20\"");
        }
        tree.properties().forEach(field -> values.put(field.getKey(), new Given.Read(field.getValue())));
        return values;
    }
}
