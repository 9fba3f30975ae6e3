package dev.mayfly.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.engine.local.LocalOptions;
import dev.mayfly.kernel.cell.Workspace.Reply;
import dev.mayfly.kernel.display.ErrorText;
import dev.mayfly.kernel.display.MimeBundle;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A session for a test, whose jobs keep their temporary files below a folder of the test. */
final class Notebook implements AutoCloseable {
    private final Workspace workspace;
    private final RecordingFrontEnd frontEnd = new RecordingFrontEnd();

    Notebook(Path temporary) {
        this(temporary, Outside.standard());
    }

    Notebook(Path temporary, Outside outside) {
        this(temporary, outside, Path.of(""));
    }

    /** @param folder what relative names of files start from */
    Notebook(Path temporary, Outside outside, Path folder) {
        // Little memory, so that jobs spill.
        LocalOptions engine =
                LocalOptions.automatic().withThreads(2).withMemory(1 << 20).withFolder(temporary);
        workspace = LocalWorkspace.open(
                WorkspaceOptions.standard().withEngine(engine).withFolder(folder), outside);
    }

    Reply run(String code, FrontEnd out) {
        return workspace.run("In [1]", code, out);
    }

    /** The value of a cell that must succeed. */
    MimeBundle value(String code) {
        Reply reply = run(code, frontEnd);
        assertThat(reply).as(code).isInstanceOf(Reply.Done.class);
        return ((Reply.Done) reply).result().orElse(MimeBundle.text("(no value)"));
    }

    /** The rows shown as the value of a cell. */
    List<Map<String, Object>> rows(String code) {
        return rows(value(code));
    }

    @SuppressWarnings("unchecked") // The Frictionless Table Schema has objects there.
    static List<Map<String, Object>> rows(MimeBundle bundle) {
        Object resource = bundle.data().get("application/vnd.dataresource+json");
        if (!(resource instanceof Map<?, ?> table) || !(table.get("data") instanceof List<?> rows)) {
            throw new AssertionError("not a table: " + bundle.plain());
        }
        return (List<Map<String, Object>>) rows;
    }

    /** The pairs shown as the value of a cell, in their order. */
    Map<Object, Object> pairs(String code) {
        Map<Object, Object> pairs = new LinkedHashMap<>();
        rows(code).forEach(row -> pairs.put(row.get("key"), row.get("value")));
        return pairs;
    }

    Reply.Failed failure(String code) {
        Reply reply = run(code, frontEnd);
        assertThat(reply).as(code).isInstanceOf(Reply.Failed.class);
        return (Reply.Failed) reply;
    }

    /** What a person reads of a cell that must fail. */
    String traceback(String code) {
        return String.join("\n", ErrorText.plain(failure(code).traceback()));
    }

    CompletableFuture<Reply> start(String code, FrontEnd out) {
        return CompletableFuture.supplyAsync(() -> run(code, out));
    }

    Workspace workspace() {
        return workspace;
    }

    @Override
    public void close() {
        workspace.close();
    }
}
