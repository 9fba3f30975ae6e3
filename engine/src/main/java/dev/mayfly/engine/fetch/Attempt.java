package dev.mayfly.engine.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One request for what is left of a part. Bytes go to the part as they come; the server is made to wait where the part's
 * window is full. Its owner is told once how it ended.
 */
final class Attempt implements HttpResponse.BodyHandler<Void>, HttpResponse.BodySubscriber<Void> {
    private static final int MOST_TEXT = 4096;

    /** What is kept back until all of it is there, so that the owner's lock is taken once for it. */
    private static final long SMALL = 256 << 10;

    final Part part;
    /** Whether anything came, or was not wanted, since the last look. */
    private volatile boolean alive;

    private int idle;
    /** Guarded by the owner's lock. */
    boolean paused;
    /** Written under the owner's lock. */
    volatile boolean ended;

    private final ReadAhead owner;
    private final long start;
    private final boolean ranged;
    private final boolean encrypted;
    private final HttpRequest request;
    private final CompletableFuture<Void> body = new CompletableFuture<>();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private volatile @Nullable CompletableFuture<HttpResponse<Void>> exchange;
    private volatile Flow.@Nullable Subscription subscription;
    private Remote.@Nullable Answer answer;
    private long skip;
    /** Whether the server sends more than the part has. */
    private boolean cut;
    /** Whether everything was asked for at once. */
    private boolean unbounded;
    /** What came of a small body; null where each piece goes to the part at once. Written before the attempt ends. */
    private @Nullable List<ByteBuffer> kept;

    /** Makes the request, without sending it. */
    Attempt(ReadAhead owner, Part part) throws IOException {
        Remote remote = part.body.remote;
        this.owner = owner;
        this.part = part;
        this.start = part.next;
        Remote.Address address = remote.address(part.failures);
        this.encrypted = "https".equalsIgnoreCase(address.uri().getScheme());
        HttpRequest.Builder builder = HttpRequest.newBuilder(address.uri());
        address.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        part.body.tag.ifPresent(tag -> builder.header("If-Match", tag));
        this.ranged = remote.offset().isPresent() || start > 0 || !(part.isWhole() || part.to == Part.UNKNOWN);
        if (ranged) {
            long shift = remote.offset().orElse(0);
            String last = part.to == Part.UNKNOWN
                            || (part.isWhole() && remote.offset().isEmpty())
                    ? ""
                    : String.valueOf(shift + part.to - 1);
            builder.header("Range", "bytes=" + (shift + start) + "-" + last);
        }
        this.request = builder.build();
    }

    void send(HttpClient client) {
        CompletableFuture<HttpResponse<Void>> sent = client.sendAsync(request, this);
        exchange = sent;
        if (ended) {
            sent.cancel(true);
        }
        CompletableFuture<Void> told = sent.handle((response, error) -> {
            owner.ended(this, error == null ? null : asFailure(error));
            return null;
        });
        assert told != null;
    }

    private static IOException asFailure(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof IOException failure ? failure : new IOException(cause.toString(), cause);
    }

    @Override
    public HttpResponse.BodySubscriber<Void> apply(HttpResponse.ResponseInfo info) {
        owner.lock.lock();
        try {
            alive = true;
            if (!ended && !accepts(info.statusCode(), info.headers())) {
                answer = new Remote.Answer(info.statusCode(), info.headers(), "");
            }
            // What fits the window whole need not be asked for piece by piece.
            unbounded = answer != null || (part.to != Part.UNKNOWN && !cut && part.window >= part.to - part.from);
            if (answer == null && unbounded && part.to - part.from <= SMALL) {
                kept = new ArrayList<>();
            }
        } finally {
            owner.lock.unlock();
        }
        return this;
    }

    private boolean accepts(int status, HttpHeaders headers) {
        Body whole = part.body;
        whole.needsCheck = whole.remote.entityTag().isPresent()
                && whole.remote.offset().isEmpty()
                && whole.size.isPresent()
                && !part.isWhole()
                && !encrypted
                && !Check.isOpaque(headers);
        if (status == 206) {
            long first = part.body.remote.offset().orElse(0) + start;
            return ranged && headers.firstValue("content-range").orElse("").startsWith("bytes " + first + "-");
        }
        if (status != 200 || (ranged && !isSameVersion(headers))) {
            return false;
        }
        if (ranged) {
            skip = part.body.remote.offset().orElse(0) + start;
            cut = true;
        } else {
            learn(headers);
        }
        return true;
    }

    private boolean isSameVersion(HttpHeaders headers) {
        return part.body.tag.isPresent() && headers.firstValue("etag").equals(part.body.tag);
    }

    private void learn(HttpHeaders headers) {
        if (part.body.tag.isEmpty()) {
            part.body.tag = headers.firstValue("etag").filter(tag -> !tag.startsWith("W/"));
        }
        if (part.to == Part.UNKNOWN) {
            boolean divisible = part.body.isResumable()
                    && headers.firstValue("accept-ranges")
                            .orElse("")
                            .toLowerCase(Locale.ROOT)
                            .equals("bytes");
            headers.firstValueAsLong("content-length").ifPresent(length -> owner.learn(part, length, divisible));
        }
        cut = part.to != Part.UNKNOWN && !part.isWhole();
        if (part.isWhole() && part.window >= part.to) {
            part.check = Check.of(
                            headers, part.body.tag, part.body.remote.entityTag().isPresent(), encrypted)
                    .orElse(null);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription made) {
        subscription = made;
        made.request(unbounded ? Long.MAX_VALUE : 1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (answer != null) {
            keepText(buffers);
            return;
        }
        alive = true;
        List<ByteBuffer> small = kept;
        if (small != null) {
            synchronized (small) {
                if (!ended) {
                    check(buffers);
                    small.addAll(buffers);
                }
            }
            return;
        }
        check(buffers);
        boolean full;
        boolean more;
        owner.lock.lock();
        try {
            if (ended) {
                return;
            }
            buffers.forEach(this::take);
            full = cut && part.next == part.to;
            more = unbounded || part.readyBytes < part.window;
            paused = !more && !full;
            if (part.check == null && part.body.parts.peek() == part) {
                part.body.changed.signal();
            }
        } finally {
            owner.lock.unlock();
        }
        if (full) {
            // What the server would send further belongs to other parts.
            owner.ended(this, null);
            cancel();
        } else if (more) {
            demand();
        }
    }

    private void check(List<ByteBuffer> buffers) {
        Check check = part.check;
        for (ByteBuffer buffer : buffers) {
            trim(buffer);
            if (check != null) {
                check.update(buffer);
            }
        }
    }

    /** Gives the part what was kept back; called once, under the owner's lock. */
    void handOver() {
        List<ByteBuffer> small = kept;
        if (small != null) {
            synchronized (small) {
                small.forEach(this::take);
                small.clear();
            }
        }
    }

    private void take(ByteBuffer buffer) {
        if (part.to != Part.UNKNOWN && buffer.remaining() > part.to - part.next) {
            buffer.limit(buffer.position() + (int) (part.to - part.next));
        }
        if (buffer.hasRemaining()) {
            part.add(buffer);
        }
    }

    private void trim(ByteBuffer buffer) {
        if (skip > 0) {
            int n = (int) Math.min(skip, buffer.remaining());
            buffer.position(buffer.position() + n);
            skip -= n;
        }
    }

    private void keepText(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] bytes = new byte[Math.min(buffer.remaining(), MOST_TEXT - text.size())];
            buffer.get(bytes);
            text.writeBytes(bytes);
        }
        demand();
    }

    /** The looks in a row, with this one, at which nothing had come; called under the owner's lock. */
    int idleWatches() {
        idle = alive || paused ? 0 : idle + 1;
        alive = false;
        return idle;
    }

    /** Asks for more bytes. */
    void demand() {
        Flow.Subscription open = subscription;
        if (open != null && !unbounded) {
            open.request(1);
        }
    }

    @Override
    public void onError(Throwable error) {
        body.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        body.complete(null);
        // Here, and not when the client tells: it tells by way of the pool that all share, which has one thread on a
        // small
        // machine. The connection is free for the next request by now.
        owner.ended(this, null);
    }

    @Override
    public CompletionStage<Void> getBody() {
        return body;
    }

    /** What the server said in place of bytes, if it did. */
    Optional<Remote.Answer> answer() {
        return Optional.ofNullable(answer)
                .map(head -> new Remote.Answer(head.status(), head.headers(), text.toString(StandardCharsets.UTF_8)));
    }

    /** Gives the connection up; to be called without the lock. */
    void cancel() {
        Flow.Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
        CompletableFuture<HttpResponse<Void>> sent = exchange;
        if (sent != null) {
            sent.cancel(true);
        }
    }
}
