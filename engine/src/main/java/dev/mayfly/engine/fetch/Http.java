package dev.mayfly.engine.fetch;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** The one client of this process: its connections are kept and used again, whoever fetches. */
final class Http {
    private static final int THREADS =
            Math.max(4, Math.min(8, 2 * Runtime.getRuntime().availableProcessors()));

    // Its threads only pass bytes on and never wait, so that few serve any number of connections.
    private static final ExecutorService EXECUTOR = Executors.newFixedThreadPool(THREADS, Http::thread);

    // The JDK's client would log whole requests, signed URLs among them, as soon as somebody turns every logger on.
    // Held
    // here, since a logger that nobody holds forgets its level.
    static final List<Logger> SILENT = Stream.of("jdk.internal.httpclient.debug", "jdk.httpclient.HttpClient")
            .map(Http::silence)
            .toList();

    static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(20))
            .executor(EXECUTOR)
            .build();

    private Http() {}

    private static Logger silence(String name) {
        Logger logger = Logger.getLogger(name);
        logger.setLevel(Level.OFF);
        return logger;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "mayfly-fetch");
        thread.setDaemon(true);
        return thread;
    }
}
