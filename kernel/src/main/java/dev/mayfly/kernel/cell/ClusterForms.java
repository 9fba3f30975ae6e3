package dev.mayfly.kernel.cell;

import dev.mayfly.kernel.display.Html;
import dev.mayfly.kernel.display.MimeBundle;
import dev.mayfly.kernel.display.Renderer;
import dev.mayfly.provisioner.ClusterList;
import dev.mayfly.provisioner.ClusterStatus;
import dev.mayfly.provisioner.LiveStatus;
import dev.mayfly.provisioner.Node;
import dev.mayfly.provisioner.Plan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** How plans and states of clusters are shown: as text for terminals, as HTML for pages. */
final class ClusterForms {
    private ClusterForms() {}

    /** @param frontEnd that of the cell to which the calling thread belongs, where what comes up is shown as it does */
    static Renderer addTo(Renderer renderer, Supplier<Optional<FrontEnd>> frontEnd) {
        return renderer.with(Plan.class, (plan, r) -> plan(plan))
                .with(ClusterStatus.class, ClusterForms::status)
                .with(
                        ClusterList.class,
                        (list, r) -> MimeBundle.text(list.toString().stripTrailing()))
                .with(LiveStatus.class, (live, r) -> live(live, r, frontEnd.get()));
    }

    /** Shown by itself, again and again; what is left to show is nothing then. */
    private static MimeBundle live(LiveStatus live, Renderer renderer, Optional<FrontEnd> frontEnd) {
        if (frontEnd.isEmpty()) {
            return status(live.last(), renderer);
        }
        new ClusterWatch(frontEnd.get(), now -> status(now, renderer)).start(live);
        return ClusterWatch.SHOWN;
    }

    private static MimeBundle plan(Plan plan) {
        String text = plan.toString().stripTrailing();
        String html = text.lines().map(ClusterForms::diffLine).collect(Collectors.joining("\n"));
        return MimeBundle.text(text).with(MimeBundle.HTML, "<pre>" + html + "</pre>");
    }

    /** The sign stays: colour alone does not reach everybody. */
    private static String diffLine(String line) {
        String safe = Html.escape(line);
        if (line.startsWith("+ ")) {
            return "<span style=\"color:#1a7f37\">" + safe + "</span>";
        }
        if (line.startsWith("- ")) {
            return "<span style=\"color:#cf222e\">" + safe + "</span>";
        }
        return line.startsWith("REFUSED") ? "<strong>" + safe + "</strong>" : safe;
    }

    private static MimeBundle status(ClusterStatus status, Renderer renderer) {
        String text = status.toString().stripTrailing();
        List<List<String>> rows = status.nodes().stream().map(ClusterForms::row).toList();
        StringBuilder html = new StringBuilder("<p>")
                .append(Html.escape(text.lines().findFirst().orElse("")))
                .append("</p>");
        if (!rows.isEmpty()) {
            MimeBundle table = renderer.table(List.of("node", "state", "type", "$ an hour", "lease until"), rows);
            html.append('\n').append(table.data().get(MimeBundle.HTML));
        }
        for (Node node : status.reaped()) {
            html.append("\n<p>")
                    .append(Html.escape("reaped " + node.label() + ": its lease was over"))
                    .append("</p>");
        }
        return MimeBundle.text(text).with(MimeBundle.HTML, html.toString());
    }

    private static List<String> row(Node node) {
        String price = node.price().isPresent()
                ? String.format(Locale.ROOT, "%.3f", node.price().getAsDouble())
                : "unknown";
        return List.of(
                node.label(),
                node.state().label(),
                node.type(),
                price,
                node.lease().until().toString());
    }
}
