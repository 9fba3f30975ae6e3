package dev.mayfly.engine.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void bindsAndLeavesNoFile(@TempDir Path folder) {
        assertThat(LibdeflateBinding.find(folder)).isPresent();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void doesWithoutWhereItCannotBeCopied(@TempDir Path folder) {
        assertThat(LibdeflateBinding.find(folder.resolve("missing"))).isEmpty();
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
}
