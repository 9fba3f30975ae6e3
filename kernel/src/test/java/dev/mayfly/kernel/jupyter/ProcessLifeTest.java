package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kernel as a process of its own: it ends when it should, with exit code 0, and leaves no orphan. */
final class ProcessLifeTest {
    private static final long LIMIT_SECONDS = 30;

    private Path folder;

    private final ConnectionFile connection = Client.connection(Client.KEY);
    private final List<ProcessHandle> started = new ArrayList<>();
    private Path file;

    @BeforeEach
    void writeConnectionFile(@TempDir Path temporary) throws IOException {
        folder = temporary;
        ObjectNode json = Json.object()
                .put("transport", "tcp")
                .put("ip", connection.ip())
                .put("signature_scheme", "hmac-sha256")
                .put("key", connection.key());
        connection.ports().forEach((channel, port) -> json.put(ConnectionFile.portField(channel), port));
        file = folder.resolve("kernel.json");
        Files.write(file, Json.write(json));
    }

    @AfterEach
    void leaveNoProcess() {
        started.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void shutdownEndsTheProcessInPeaceWhileACellRuns() throws Exception {
        Process kernel = start(command());
        try (Client client = new Client(connection)) {
            client.execute("block");
            Message request = client.send(Channel.CONTROL, "shutdown_request", Json.object());
            client.reply(Channel.CONTROL, request);
            assertThat(kernel.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(kernel.exitValue()).isZero();
        }
    }

    @Test
    void sigtermEndsTheProcessInPeace() throws Exception {
        Process kernel = start(command());
        try (Client client = new Client(connection)) {
            client.ask("kernel_info_request", Json.object());
            kernel.destroy();
            assertThat(kernel.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(kernel.exitValue()).isZero();
        }
    }

    @Test
    void aKernelWhoseClientWasKilledEnds() throws Exception {
        List<String> wrapped = new ArrayList<>(
                List.of("sh", "-c", "JPY_PARENT_PID=$$ \"$@\" </dev/null >/dev/null 2>&1 & echo $!; wait", "sh"));
        wrapped.addAll(command());
        Process parent = start(wrapped);
        long pid;
        try (BufferedReader out = parent.inputReader()) {
            pid = Long.parseLong(out.readLine());
        }
        ProcessHandle kernel = ProcessHandle.of(pid).orElseThrow();
        started.add(kernel);
        try (Client client = new Client(connection)) {
            client.ask("kernel_info_request", Json.object());
            parent.destroyForcibly();
            kernel.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(kernel.isAlive()).isFalse();
        }
    }

    private List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KernelProgram.class.getName(),
                file.toString());
    }

    private Process start(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("log").toFile())
                .start();
        started.add(process.toHandle());
        return process;
    }
}
