package dev.mayfly.kernel.cell;

import dev.mayfly.kernel.display.MimeBundle;
import dev.mayfly.provisioner.ClusterStatus;
import dev.mayfly.provisioner.LiveStatus;
import dev.mayfly.provisioner.ProvisionerException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Shows a cluster that comes up where it was asked for, anew whenever a node gets further, until it is there. */
final class ClusterWatch {
    /** What a value looks like that shows itself. */
    static final MimeBundle SHOWN = new MimeBundle(Map.of(MimeBundle.TEXT, ""), Map.of("mayfly", "shown by itself"));

    private static final long LOOK_MILLIS = 500;

    private final FrontEnd frontEnd;
    private final Function<ClusterStatus, MimeBundle> form;
    private final String id = UUID.randomUUID().toString();

    ClusterWatch(FrontEnd frontEnd, Function<ClusterStatus, MimeBundle> form) {
        this.frontEnd = frontEnd;
        this.form = form;
    }

    /** Shows what there is, and goes on by itself. */
    void start(LiveStatus live) {
        ClusterStatus first = live.last();
        frontEnd.display(form.apply(first), Optional.of(id));
        if (!first.ready()) {
            Thread thread = new Thread(() -> watch(live, first), "cluster-watch");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void watch(LiveStatus live, ClusterStatus first) {
        long end = System.nanoTime() + LiveStatus.LONGEST.toNanos();
        String shown = states(first);
        try {
            while (System.nanoTime() - end < 0) {
                Thread.sleep(LOOK_MILLIS);
                ClusterStatus now = live.look();
                if (!states(now).equals(shown)) {
                    shown = states(now);
                    frontEnd.update(id, form.apply(now));
                }
                if (now.ready() || now.nodes().isEmpty()) {
                    return;
                }
            }
        } catch (ProvisionerException e) {
            frontEnd.update(id, MimeBundle.text(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            // Nobody does; the session's end ends the process or leaves this thread to its limit.
            Thread.currentThread().interrupt();
        }
    }

    private static String states(ClusterStatus status) {
        StringBuilder text = new StringBuilder();
        status.nodes().forEach(node -> text.append(node.id()).append(node.state()));
        return text.toString();
    }
}
