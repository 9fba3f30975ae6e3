package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.kernel.cell.Workspaces;
import dev.mayfly.kernel.display.MimeBundle;
import java.io.IOException;
import java.io.PrintStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** One kernel with a real session behind it for all tests of a class, over real ZeroMQ, and a client for each test. */
abstract class KernelWithSession {
    static ConnectionFile connection;
    private static JupyterKernel kernel;
    Client client;

    @BeforeAll
    static void startKernel() throws IOException {
        connection = Client.connection(Client.KEY);
        kernel = JupyterKernel.start(
                connection,
                Workspaces::open,
                progress -> MimeBundle.text(""),
                new PrintStream(PrintStream.nullOutputStream()));
    }

    @AfterAll
    static void stopKernel() {
        kernel.close();
    }

    @BeforeEach
    void connect() {
        client = new Client(connection);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    /** Runs a cell that must succeed. */
    final Message run(String code) {
        Message cell = client.execute(code);
        assertThat(client.reply(Channel.SHELL, cell).content().path("status").asText())
                .isEqualTo("ok");
        return cell;
    }
}
