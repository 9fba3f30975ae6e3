package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.kernel.display.ProgressText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionFileTest {
    private static ObjectNode complete() {
        return Json.object()
                .put("transport", "tcp")
                .put("ip", "127.0.0.1")
                .put("shell_port", 1)
                .put("control_port", 2)
                .put("iopub_port", 3)
                .put("stdin_port", 4)
                .put("hb_port", 65_535)
                .put("signature_scheme", "hmac-sha256")
                .put("key", "secret-key")
                .put("kernel_name", "ignored");
    }

    @Test
    void everyChannelHasItsEndPoint() {
        ConnectionFile connection = ConnectionFile.parse(Json.write(complete()));
        assertThat(connection.endpoint(Channel.SHELL)).isEqualTo("tcp://127.0.0.1:1");
        assertThat(connection.endpoint(Channel.HEARTBEAT)).isEqualTo("tcp://127.0.0.1:65535");
        assertThat(connection.key()).isEqualTo("secret-key");
        assertThat(connection.toString()).doesNotContain("secret-key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "transport",
                "ip",
                "shell_port",
                "control_port",
                "iopub_port",
                "stdin_port",
                "hb_port",
                "key",
                "signature_scheme"
            })
    void aMissingFieldIsNamed(String field) {
        ObjectNode json = complete();
        json.remove(field);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectionFile.parse(Json.write(json)))
                .withMessage("\"" + field + "\" is missing");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536})
    void aPortOutOfRangeIsNamed(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectionFile.parse(Json.write(complete().put("stdin_port", port))))
                .withMessageContaining("stdin_port")
                .withMessageContaining(String.valueOf(port));
    }

    @Test
    void otherTransportsAndSignaturesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectionFile.parse(Json.write(complete().put("transport", "ipc"))))
                .withMessageContaining("\"tcp\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectionFile.parse(Json.write(complete().put("signature_scheme", "hmac-md5"))))
                .withMessageContaining("hmac-sha256");
    }

    @Test
    void unsignedMessagesAreForTheLoopbackAlone() {
        assertThat(ConnectionFile.parse(Json.write(complete().put("key", ""))).key())
                .isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectionFile.parse(
                        Json.write(complete().put("key", "").put("ip", "10.0.0.7"))))
                .withMessageContaining("10.0.0.7");
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.7,tcp://10.0.0.7:1", "0.0.0.0,tcp://*:1", "::1,tcp://[::1]:1", "localhost,tcp://localhost:1"})
    void aGivenAddressIsBound(String ip, String endpoint) {
        assertThat(ConnectionFile.parse(Json.write(complete().put("ip", ip))).endpoint(Channel.SHELL))
                .isEqualTo(endpoint);
    }

    @Test
    void aFileThatIsMissingOrNoJsonIsNamed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("kernel-1.json");
        assertThatIOException().isThrownBy(() -> ConnectionFile.read(file)).withMessageContaining(file.toString());
        Files.writeString(file, "{");
        assertThatIOException()
                .isThrownBy(() -> ConnectionFile.read(file))
                .withMessageContaining(file.toString())
                .withMessageContaining("not JSON");
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        ConnectionFile connection = Client.connection("k");
        PrintStream log = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        JupyterKernel first = JupyterKernel.start(connection, FakeWorkspace::new, ProgressText::bundle, log);
        try {
            assertThatIOException()
                    .isThrownBy(() -> JupyterKernel.start(connection, FakeWorkspace::new, ProgressText::bundle, log))
                    .withMessageContaining(connection.endpoint(Channel.SHELL));
        } finally {
            first.close();
        }
    }
}
