package dev.mayfly.kernel.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Takes secrets out of whatever is about to be written or said, in each form that code commonly gives them: as they are,
 * in a Java or JSON literal, in a URL, in HTML, in Base64 alone, and numbers with grouped digits. A picture that shows a
 * secret, or code that encrypts one, is beyond it.
 */
final class Redaction {
    static final String MARK = "[redacted]";

    /** Shorter values occur by chance in any text. */
    static final int SHORTEST = 4;

    /** A redaction of nothing. */
    static final Redaction NONE = new Redaction(List.of());

    /** The longest first, since one may hold another. */
    private final List<String> forms;

    private Redaction(List<String> forms) {
        this.forms = forms;
    }

    static Redaction of(Collection<String> secrets) {
        TreeSet<String> forms = new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        for (String secret : secrets) {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            String literal = JavaLiteral.of(secret);
            String json = JsonText.of(TextNode.valueOf(secret)).strip();
            forms.add(secret);
            forms.add(literal.substring(1, literal.length() - 1));
            forms.add(json.substring(1, json.length() - 1));
            forms.add(dev.mayfly.kernel.display.Html.escape(secret));
            forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
            forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
            forms.add(Base64.getEncoder().encodeToString(bytes));
            forms.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
            forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            if (secret.matches("[0-9]+")) {
                forms.add(String.format(java.util.Locale.ROOT, "%,d", new BigInteger(secret)));
            }
            // A text that is printed in lines is stored in lines.
            secret.lines().filter(line -> line.length() >= SHORTEST).forEach(forms::add);
        }
        return new Redaction(List.copyOf(forms));
    }

    String of(String text) {
        String shown = text;
        for (String form : forms) {
            shown = shown.replace(form, MARK);
        }
        return shown;
    }

    Notebook of(Notebook notebook) {
        if (forms.isEmpty()) {
            return notebook;
        }
        List<Cell> cells = notebook.cells().stream().map(this::of).toList();
        return new Notebook(notebook.minor(), tree(notebook.metadata()), cells, tree(notebook.rest()));
    }

    private Cell of(Cell cell) {
        return new Cell(
                cell.kind(),
                cell.id(),
                of(cell.source()),
                tree(cell.metadata()),
                cell.outputs().stream().map(this::of).toList(),
                cell.executionCount(),
                tree(cell.rest()));
    }

    private Output of(Output output) {
        if (output instanceof Output.Stream stream) {
            return new Output.Stream(stream.name(), of(stream.text()));
        }
        if (output instanceof Output.Display display) {
            return new Output.Display(tree(display.data()), tree(display.metadata()), display.displayId());
        }
        if (output instanceof Output.Value value) {
            return new Output.Value(value.executionCount(), tree(value.data()), tree(value.metadata()));
        }
        if (output instanceof Output.Failure failure) {
            return new Output.Failure(
                    of(failure.name()),
                    of(failure.message()),
                    failure.traceback().stream().map(this::of).toList());
        }
        return output instanceof Output.Unknown unknown ? new Output.Unknown(tree(unknown.json())) : output;
    }

    /** A tree whose names are ours or MIME types; what lies below may have names of the user's. */
    private ObjectNode tree(ObjectNode tree) {
        ObjectNode shown = Json.object();
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            boolean picture =
                    field.getKey().startsWith("image/") && !field.getKey().endsWith("xml");
            shown.set(field.getKey(), picture ? field.getValue() : node(field.getValue()));
        }
        return shown;
    }

    private JsonNode node(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode shown = Json.object();
            object.properties().forEach(field -> shown.set(of(field.getKey()), node(field.getValue())));
            return shown;
        }
        if (node instanceof ArrayNode array) {
            List<JsonNode> elements = new ArrayList<>();
            array.forEach(element -> elements.add(node(element)));
            return Json.object().putArray("").addAll(elements);
        }
        String text = node.asText();
        String shown = of(text);
        return shown.equals(text) ? node : TextNode.valueOf(shown);
    }
}
