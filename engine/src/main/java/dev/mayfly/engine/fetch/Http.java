package dev.mayfly.engine.fetch;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The one client of this process: its connections are kept and used again, whoever fetches. */
final class Http {
    private static final int THREADS =
            Math.max(4, Math.min(8, 2 * Runtime.getRuntime().availableProcessors()));

    // Its threads only pass bytes on and never wait, so that few serve any number of connections.
    private static final ExecutorService EXECUTOR = Executors.newFixedThreadPool(THREADS, Http::thread);

    static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(20))
            .executor(EXECUTOR)
            .build();

    private Http() {}

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "mayfly-fetch");
        thread.setDaemon(true);
        return thread;
    }
}
