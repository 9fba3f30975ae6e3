package dev.mayfly.provisioner.ec2;

import java.util.function.Consumer;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;

/**
 * Two connections to one EC2. What only asks, tags or ends is retried by the SDK, as repeating it is harmless; a launch is
 * sent once, since what to do after a failure depends on the failure, and is decided by {@link Launcher}.
 */
record Ec2Clients(Ec2Client retrying, Ec2Client once) implements AutoCloseable {
    private static final int MOST_ATTEMPTS = 8;

    static Ec2Clients open(Consumer<Ec2ClientBuilder> change) {
        return new Ec2Clients(
                client(
                        change,
                        builder -> builder.overrideConfiguration(override ->
                                override.retryStrategy(new Patience(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                        .maxAttempts(MOST_ATTEMPTS)
                                        .build())))),
                client(
                        change,
                        builder -> builder.overrideConfiguration(
                                override -> override.retryStrategy(retry -> retry.maxAttempts(1)))));
    }

    private static Ec2Client client(Consumer<Ec2ClientBuilder> change, Consumer<Ec2ClientBuilder> retries) {
        Ec2ClientBuilder builder = Ec2Client.builder()
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(Launcher.AT_ONCE + 2));
        retries.accept(builder);
        change.accept(builder);
        return Ec2Failure.explained("connect", builder::build);
    }

    @Override
    public void close() {
        retrying.close();
        once.close();
    }
}
