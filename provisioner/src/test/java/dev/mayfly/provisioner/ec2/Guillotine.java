package dev.mayfly.provisioner.ec2;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * Ends a controller at one of its calls, before the call is sent or after it was answered, as a power cut would: from then
 * on none of its threads sends anything, and nothing in it can catch what it is told and make use of it.
 */
final class Guillotine implements SdkHttpClient.Builder<Guillotine> {
    /** One for all controllers of a test run: connections cost more than calls. */
    private static final class Wire {
        static final SdkHttpClient CLIENT =
                Apache5HttpClient.builder().maxConnections(64).build();
    }

    /** What a dead controller is told. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    static final int NEVER = Integer.MAX_VALUE;

    private final int at;
    private final boolean before;
    private final AtomicInteger calls = new AtomicInteger();
    private final Runnable death;
    private RandomGenerator jitter = () -> 0;
    private long mostNanos;
    private volatile boolean dead;

    /** @param at the number of the call, from 1 */
    Guillotine(int at, boolean before, Runnable death) {
        this.at = at;
        this.before = before;
        this.death = death;
    }

    static Guillotine at(int call, boolean before) {
        return new Guillotine(call, before, () -> {
            throw new Killed();
        });
    }

    static Guillotine never() {
        return at(NEVER, true);
    }

    /** Holds every call up for a moment of some length, so that two controllers meet in many orders. */
    Guillotine unsteady(RandomGenerator random, long most) {
        jitter = random;
        mostNanos = most;
        return this;
    }

    int calls() {
        return calls.get();
    }

    boolean fell() {
        return dead;
    }

    private void fall() {
        dead = true;
        death.run();
    }

    private HttpExecuteResponse call(ExecutableHttpRequest request) throws IOException {
        if (mostNanos > 0) {
            long nanos;
            synchronized (this) {
                nanos = jitter.nextLong(mostNanos);
            }
            LockSupport.parkNanos(nanos);
        }
        if (dead) {
            death.run();
        }
        int number = calls.incrementAndGet();
        if (number == at && before) {
            fall();
        }
        HttpExecuteResponse response = request.call();
        if (number == at || dead) {
            // The connection is the test run's, and no dead controller gives it back.
            response.responseBody().ifPresent(AbortableInputStream::abort);
            fall();
        }
        return response;
    }

    @Override
    public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
        SdkHttpClient real = Wire.CLIENT;
        return new SdkHttpClient() {
            @Override
            public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
                ExecutableHttpRequest prepared = real.prepareRequest(request);
                return new ExecutableHttpRequest() {
                    @Override
                    public HttpExecuteResponse call() throws IOException {
                        return Guillotine.this.call(prepared);
                    }

                    @Override
                    public void abort() {
                        prepared.abort();
                    }
                };
            }

            @Override
            public void close() {}
        };
    }
}
