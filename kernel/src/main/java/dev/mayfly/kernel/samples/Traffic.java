package dev.mayfly.kernel.samples;

import java.util.List;
import java.util.Random;

/**
 * Requests as a shop sees them behind its CDN: few clients and pages make most of them, pictures come from the cache and
 * the cart does not, and for twenty minutes in the evening the cart's origin is overloaded.
 *
 * <p>{@link Random} and {@link StrictMath} are specified to the bit, so that the log is the same everywhere.
 */
final class Traffic {
    private static final int CLIENTS = 3000;
    private static final int OUTAGE_FROM = 19 * 3600 + 20 * 60;
    private static final int OUTAGE_TO = OUTAGE_FROM + 20 * 60;

    /**
     * A part of the site.
     *
     * @param weight how often it is asked for
     * @param pages how many pages it has; their number replaces {@code {n}} in the pattern
     * @param bytes of a typical answer
     * @param cached the share that the cache answers
     * @param millis of a typical answer from the origin
     */
    private record Place(String pattern, int weight, int pages, int bytes, double cached, int millis) {}

    private static final List<Place> PLACES = List.of(
            new Place("/", 14, 1, 18_000, 0.90, 80),
            new Place("/img/product-{n}.jpg", 38, 40, 64_000, 0.97, 60),
            new Place("/assets/app.js", 9, 1, 210_000, 0.99, 45),
            new Place("/assets/site.css", 9, 1, 38_000, 0.99, 40),
            new Place("/product/{n}", 14, 40, 22_000, 0.70, 140),
            new Place("/search", 6, 1, 15_000, 0.10, 260),
            new Place("/cart/view", 4, 1, 7_000, 0, 180),
            new Place("/cart/checkout", 2, 1, 5_000, 0, 420),
            new Place("/video/tour.mp4", 1, 1, 4_200_000, 0.95, 300),
            new Place("/wp-login.php", 1, 1, 550, 0, 30),
            new Place("/favicon.ico", 2, 1, 1_400, 0.99, 20));

    private static final List<String> AGENTS = List.of(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1"
                    + " Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
            "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile"
                    + " Safari/537.36",
            "Mozilla/5.0 (compatible; ExampleBot/2.1; +https://bot.example/about)",
            "curl/8.10.1");

    private final Random random;
    private final int lines;
    private final int from;
    private final int seconds;
    private int written;

    /**
     * The traffic of one of {@code parts} equal parts of the day.
     *
     * @param lines how many requests it has
     */
    Traffic(int part, int parts, int lines) {
        this.random = new Random(20_261_101L * 31 + part);
        this.lines = lines;
        this.seconds = 24 * 3600 / parts;
        this.from = part * seconds;
    }

    /** The next request, in order of time. */
    String next() {
        int second = from + (int) ((long) written++ * seconds / lines);
        int client = skewed(CLIENTS);
        Place place = place();
        String url = place.pattern().replace("{n}", Integer.toString(1 + skewed(place.pages())));
        boolean fromOrigin = random.nextDouble() >= place.cached();
        int status = status(url, fromOrigin, second);
        boolean overload = status == 503;
        long bytes = status == 304 ? 0 : status >= 400 ? 400 + random.nextInt(300) : around(place.bytes(), 0.3);
        long millis = overload
                ? 5000 + random.nextInt(5000)
                : fromOrigin ? around(place.millis() * (isOutage(second) ? 4 : 1), 0.5) : around(9, 0.6);
        return address(client) + " - - [" + time(second) + "] \"" + method(url) + " " + url
                + " HTTP/2.0\" " + status + " " + bytes + " \""
                + (random.nextInt(3) == 0 ? "-" : "https://shop.example/") + "\" \""
                + AGENTS.get(client % 11 == 0 ? 4 + client % 2 : client % 4) + "\" " + (fromOrigin ? "MISS" : "HIT")
                + " "
                + millis;
    }

    private int status(String url, boolean fromOrigin, int second) {
        double chance = random.nextDouble();
        if (url.startsWith("/wp-")) {
            return 404;
        }
        if (url.startsWith("/cart/") && isOutage(second) && chance < 0.4) {
            return 503;
        }
        if (fromOrigin && chance < 0.004) {
            return chance < 0.001 ? 500 : 502;
        }
        if (url.endsWith(".mp4")) {
            return 206;
        }
        if (chance < 0.012) {
            return 404;
        }
        return chance < 0.08 && !url.startsWith("/cart/") ? 304 : 200;
    }

    private Place place() {
        int total = PLACES.stream().mapToInt(Place::weight).sum();
        int pick = random.nextInt(total);
        for (Place place : PLACES) {
            pick -= place.weight();
            if (pick < 0) {
                return place;
            }
        }
        throw new IllegalStateException("The weights add up to " + total);
    }

    private static String time(int second) {
        return "01/Nov/2026:" + two(second / 3600) + ":" + two(second / 60 % 60) + ":" + two(second % 60) + " +0000";
    }

    private static String two(int n) {
        return n < 10 ? "0" + n : Integer.toString(n);
    }

    private static String method(String url) {
        return url.equals("/cart/checkout") ? "POST" : "GET";
    }

    private static boolean isOutage(int second) {
        return second >= OUTAGE_FROM && second < OUTAGE_TO;
    }

    /** A number below n, small ones far more often. */
    private int skewed(int n) {
        double u = random.nextDouble();
        return (int) (n * u * u * u);
    }

    /** A number near the typical one, sometimes far above: log-normal. */
    private long around(int typical, double spread) {
        return Math.max(1, StrictMath.round(typical * StrictMath.exp(spread * random.nextGaussian())));
    }

    /** Addresses that are reserved for documentation (RFC 5737, RFC 3849). */
    private static String address(int client) {
        String[] networks = {"192.0.2.", "198.51.100.", "203.0.113."};
        return client < 3 * 254
                ? networks[client % 3] + (1 + client / 3)
                : "2001:db8:" + Integer.toHexString(client % 16) + ":" + Integer.toHexString(client) + "::1";
    }
}
