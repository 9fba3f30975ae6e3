package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.RunningJob;
import dev.mayfly.kernel.cell.CommMessage;
import dev.mayfly.kernel.cell.FrontEnd;
import dev.mayfly.kernel.display.MimeBundle;
import java.io.IOException;
import java.util.Optional;

/**
 * The output of one execute_request. It belongs to that request for good: what a thread prints after its cell has ended
 * appears under that cell still, not under the one that runs then.
 */
final class CellOutput implements FrontEnd {
    private final Message request;
    private final ObjectNode parent;
    private final Publisher publisher;
    private final Prompts prompts;
    private final JobDisplays jobs;
    private final TextCap cap;
    private final boolean silent;
    private final boolean mayAsk;
    private volatile boolean ended;

    /**
     * @param cap how much text is published
     * @param silent publishes nothing
     * @param mayAsk whether the client takes questions
     */
    CellOutput(
            Message request,
            Publisher publisher,
            Prompts prompts,
            JobDisplays jobs,
            TextCap cap,
            boolean silent,
            boolean mayAsk) {
        this.cap = cap;
        this.request = request;
        this.parent = request.header().json();
        this.publisher = publisher;
        this.prompts = prompts;
        this.jobs = jobs;
        this.silent = silent;
        this.mayAsk = mayAsk;
    }

    /** The cell has ended: there is nobody at its prompt any more. */
    void end() {
        ended = true;
        cap.flush();
    }

    @Override
    public void stdout(String text) {
        print("stdout", text);
    }

    @Override
    public void stderr(String text) {
        print("stderr", text);
    }

    private void print(String stream, String text) {
        if (!silent) {
            cap.accept(
                    text,
                    shown -> publisher.print(parent, stream, shown),
                    note -> publisher.print(parent, "stderr", note));
        }
    }

    @Override
    public void display(MimeBundle bundle, Optional<String> displayId) {
        show("display_data", Contents.display(bundle, displayId));
    }

    @Override
    public void update(String displayId, MimeBundle bundle) {
        show("update_display_data", Contents.display(bundle, Optional.of(displayId)));
    }

    @Override
    public void clear(boolean wait) {
        show("clear_output", Json.object().put("wait", wait));
    }

    @Override
    public void progress(RunningJob job, JobProgress progress) {
        jobs.next(job, progress).ifPresent(shown -> {
            if (shown.isFirst()) {
                display(shown.bundle(), Optional.of(shown.displayId()));
            } else {
                update(shown.displayId(), shown.bundle());
            }
        });
    }

    @Override
    public void comm(CommMessage message) {
        ObjectNode content = Json.object().put("comm_id", message.id());
        if (message.kind() == CommMessage.Kind.OPEN) {
            content.put("target_name", message.target());
        }
        content.set("data", Json.tree(message.data()));
        show(Contents.commType(message.kind()), content);
    }

    @Override
    public String ask(String prompt, boolean secret) throws IOException {
        if (!mayAsk) {
            throw new IOException("this client does not take questions (allow_stdin is false): "
                    + "set the value in the cell, or run it where you can type");
        }
        if (ended) {
            throw new IOException(
                    "the cell that asks has ended: ask before its last line, or wait for the thread there");
        }
        return prompts.ask(request, prompt, secret);
    }

    private void show(String type, ObjectNode content) {
        if (!silent) {
            publisher.show(parent, type, content);
        }
    }

    /** Publishes under this request, unless it is silent. */
    void publish(String type, ObjectNode content) {
        if (!silent) {
            publisher.publish(parent, type, content);
        }
    }
}
