package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.ProvisionerException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** From where ssh is allowed: the address of this machine as the world sees it. Never the whole world. */
final class CallerAddress {
    private static final URI ECHO = URI.create("https://checkip.amazonaws.com/");
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Optional<String> said;
    private final URI echo;

    /**
     * @param said what the spec says
     * @param echo a service that answers with the address of whoever asks
     */
    CallerAddress(Optional<String> said, URI echo) {
        this.said = said;
        this.echo = echo;
    }

    static CallerAddress of(Optional<String> said) {
        return new CallerAddress(said, ECHO);
    }

    /**
     * A range such as {@code 203.0.113.7/32}.
     *
     * @throws ProvisionerException if the address cannot be found: nothing is opened then
     */
    String range() {
        return said.orElseGet(() -> {
            String answer = ask().strip();
            if (!answer.matches("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}")
                    || answer.startsWith("0.")) {
                throw unknown("it answered something else", null);
            }
            return answer + "/32";
        });
    }

    private String ask() {
        try {
            HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(echo).timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw unknown("it answered with status " + answer.statusCode(), null);
            }
            return answer.body();
        } catch (IOException e) {
            throw unknown("it cannot be asked", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("interrupted", e);
        }
    }

    private ProvisionerException unknown(String reason, @org.jspecify.annotations.Nullable Throwable cause) {
        String message = "The address of this machine as EC2 sees it cannot be found (" + echo.getHost() + ": " + reason
                + "), and ssh is never opened to the world: set \"callerAddress\" in the cluster spec, such as"
                + " \"203.0.113.7/32\".";
        return cause == null ? new ProvisionerException(message) : new ProvisionerException(message, cause);
    }
}
