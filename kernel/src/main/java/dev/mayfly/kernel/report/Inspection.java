package dev.mayfly.kernel.report;

import dev.mayfly.kernel.display.Renderer;
import java.util.List;

/** The parameters of a notebook, for a person. */
final class Inspection {
    private static final int WIDTH = 200;

    private Inspection() {}

    static String of(String notebook, List<Parameter> parameters) {
        if (parameters.isEmpty()) {
            return notebook + " has no parameters: tag the cell that declares its variables with \"parameters\"";
        }
        List<List<String>> rows = parameters.stream()
                .map(each -> List.of(
                        each.name(), each.java(), each.initial(), each.type().expects()))
                .toList();
        return Renderer.standard()
                .width(() -> WIDTH)
                .table(List.of("parameter", "type", "value", "takes"), rows)
                .plain();
    }
}
