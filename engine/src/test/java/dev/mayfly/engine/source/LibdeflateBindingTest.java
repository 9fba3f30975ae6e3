package dev.mayfly.engine.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LibdeflateBindingTest {
    @BeforeEach
    void aJdkThatCanBind() {
        boolean bindable = Runtime.version().feature() >= 22;
        String reason = "libdeflate is bound from Java 22 on, and this is " + Runtime.version();
        if (!bindable) {
            System.out.println("[skipped] LibdeflateBindingTest: " + reason);
        }
        assumeTrue(bindable, reason);
    }

    @Test
    void bindsAndLeavesNoFile() throws IOException {
        List<Path> before = copies();
        assertThat(LibdeflateBinding.find()).isPresent();
        assertThat(copies()).isEqualTo(before);
    }

    @Test
    void whoHasTheJarLoadedHasItsOwnBindingToo() throws Exception {
        assumeTrue(Runtime.version().feature() >= 25, "aircompressor's binding is byte code of Java 25");
        assertThat(LibdeflateBinding.find()).isPresent();
        assertThat(Class.forName("io.airlift.compress.v3.deflate.DeflateNativeDecompressor")
                        .getMethod("isEnabled")
                        .invoke(null))
                .isEqualTo(true);
    }

    private static List<Path> copies() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("mayfly-libdeflate-"))
                    .sorted()
                    .toList();
        }
    }
}
