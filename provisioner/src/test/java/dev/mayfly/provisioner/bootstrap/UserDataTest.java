package dev.mayfly.provisioner.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.LaunchingCloud.Order;
import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.Role;
import dev.mayfly.provisioner.SpecFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserDataTest {
    private static final Order WORKER =
            new Order("logs", Role.WORKER, 3, 0, "i-1", "abc", Duration.ofMinutes(90), "10.0.0.7");

    private static NodeRuntime runtime(String folder) {
        return new NodeRuntime(
                "1",
                List.of(new NodeRuntime.Jar("a.jar", "a".repeat(64), 1, Path.of(folder, "a.jar"))),
                List.of("-Xmx1g", "-Dx=y"));
    }

    @Test
    void theFirstCommandArmsTheDeadMansSwitch() {
        assertThat(UserData.of(SpecFile.defaults(), NodeRuntime.bare(), WORKER))
                .startsWith("#!/bin/bash\nshutdown -P +90\n");
    }

    @Test
    void itIsTheSameWhereverTheJarsLie() {
        assertThat(UserData.of(SpecFile.defaults(), runtime("/a"), WORKER))
                .isEqualTo(UserData.of(SpecFile.parse("{}"), runtime("/b"), WORKER))
                .contains("runtime='" + Manifest.of(runtime("/c")).sha256() + "'");
    }

    @Test
    void whatTheUserWritesStaysText() throws IOException, InterruptedException {
        ClusterSpec spec = SpecFile.parse(
                "{\"postInit\": \"echo 'a'\\necho \\\"$(b)\\\" `c`\", \"publicKey\": \"ssh-ed25519 AAAA me@here\"}");
        String script = UserData.of(spec, runtime("/a"), WORKER);
        assertThat(script).contains("post_init='echo '\\''a'\\''\necho \"$(b)\" `c`'\n");
        Process bash =
                new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
        try (OutputStream in = bash.getOutputStream()) {
            in.write(script.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    void itFitsWithRoomForTheUsersOwn() {
        ClusterSpec spec = SpecFile.parse("{\"postInit\": \"" + "x".repeat(6_000) + "\"}");
        assertThat(UserData.of(spec, runtime("/a"), WORKER).length()).isLessThanOrEqualTo(UserData.LIMIT);
        ClusterSpec large = SpecFile.parse("{\"postInit\": \"" + "x".repeat(16_000) + "\"}");
        assertThatThrownBy(() -> UserData.of(large, runtime("/a"), WORKER))
                .isInstanceOf(ProvisionerException.class)
                .hasMessageContaining("user-data of worker 3 has")
                .hasMessageContaining("EC2 takes 16384")
                .hasMessageContaining("\"dataFiles\"");
    }
}
