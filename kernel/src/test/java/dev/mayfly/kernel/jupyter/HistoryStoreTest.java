package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistoryStoreTest {
    private static final ObjectNode TAIL =
            Json.object().put("hist_access_type", "tail").put("n", 99);

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final PrintStream log = new PrintStream(told, true, StandardCharsets.UTF_8);

    private final Path folder;

    HistoryStoreTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private HistoryStore store() {
        return new HistoryStore(folder.resolve("state").resolve("cells.jsonl"));
    }

    private static History.Entry entry(int session, int line, String input) {
        return new History.Entry(session, line, input, Optional.empty());
    }

    private KeptHistory kept() {
        return new KeptHistory(store(), log);
    }

    @Test
    void whatWasAddedIsReadInOrderByItsOwnerAlone() throws IOException {
        History.Entry withOutput = new History.Entry(1, 2, "a\n\u2028\"b\"", Optional.of("3 \uD83E\uDD8B"));
        store().add(entry(1, 1, "var x = 1"));
        store().add(withOutput);
        assertThat(store().read()).containsExactly(entry(1, 1, "var x = 1"), withOutput);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("state/cells.jsonl"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aLineThatAKilledKernelBeganIsLeftOut() throws IOException {
        store().add(entry(1, 1, "whole"));
        Files.writeString(folder.resolve("state/cells.jsonl"), "{\"session\":1,\"li", StandardOpenOption.APPEND);
        assertThat(store().read()).containsExactly(entry(1, 1, "whole"));
    }

    @Test
    void tooLongAHistoryKeepsItsLaterHalf() throws IOException {
        String long_ = "x".repeat((int) (HistoryStore.MOST_BYTES / 8));
        for (int line = 1; line <= 10; line++) {
            store().add(entry(1, line, long_));
        }
        store().trim();
        assertThat(store().read()).extracting(History.Entry::line).containsExactly(6, 7, 8, 9, 10);
    }

    @Test
    void theStateFolderIsTheUsersAndARelativeOneIsIgnored() throws IOException {
        HistoryStore.ofThisUser(Map.of("XDG_STATE_HOME", folder.resolve("xdg").toString()), folder.resolve("home"))
                .add(entry(1, 1, "a"));
        HistoryStore.ofThisUser(Map.of("XDG_STATE_HOME", "relative"), folder.resolve("home"))
                .add(entry(1, 1, "b"));
        assertThat(folder.resolve("xdg/mayfly/cells.jsonl")).exists();
        assertThat(folder.resolve("home/.local/state/mayfly/cells.jsonl")).exists();
    }

    @Test
    void aSessionSeesThoseBeforeItAndIsNumberedAfterThem() {
        try (KeptHistory first = kept()) {
            new History(Optional.of(first)).add(1, "in the first", Optional.empty());
        }
        try (KeptHistory second = kept()) {
            History history = new History(Optional.of(second));
            history.add(1, "in the second", Optional.empty());
            assertThat(history.reply(TAIL).path("history"))
                    .hasToString("[[1,1,\"in the first\"],[2,1,\"in the second\"]]");
            ObjectNode lastSession =
                    Json.object().put("hist_access_type", "range").put("session", -1);
            assertThat(history.reply(lastSession).path("history")).hasToString("[[1,1,\"in the first\"]]");
        }
        try (KeptHistory third = kept()) {
            assertThat(third.earlier().entries())
                    .extracting(History.Entry::session)
                    .isEqualTo(List.of(1, 2));
        }
    }

    @Test
    void aStoreThatCannotBeUsedIsToldOnceAndTheSessionRemembersItsOwn() throws IOException {
        Files.writeString(folder.resolve("state"), "a file where the folder should be");
        KeptHistory kept = kept();
        History history = new History(Optional.of(kept));
        history.add(1, "a", Optional.empty());
        history.add(2, "b", Optional.empty());
        kept.close();
        assertThat(history.reply(TAIL).path("history")).hasToString("[[1,1,\"a\"],[1,2,\"b\"]]");
        assertThat(told.toString(StandardCharsets.UTF_8)).containsOnlyOnce("the history is not kept");
    }
}
