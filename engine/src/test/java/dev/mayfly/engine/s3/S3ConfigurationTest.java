package dev.mayfly.engine.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.JobException;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

/** What S3 makes of the standard configuration, given as the system properties that the AWS SDK reads. */
class S3ConfigurationTest {
    private final Map<String, @Nullable String> before = new HashMap<>();

    @BeforeEach
    void withoutThisMachinesConfiguration() {
        set("aws.configFile", "/nowhere/config");
        set("aws.sharedCredentialsFile", "/nowhere/credentials");
        set("aws.disableEc2Metadata", "true");
    }

    @AfterEach
    void restore() {
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    @Test
    void anEndpointAloneIsEnoughAndBucketsAreThenAddressedByPath() throws IOException {
        try (FakeS3 fake = new FakeS3();
                S3 s3 = new S3()) {
            fake.put("logs/a", new byte[] {1});
            set("aws.endpointUrlS3", fake.endpoint().toString());
            set("aws.accessKeyId", "AKIDEXAMPLE");
            set("aws.secretAccessKey", "wJalrXUtnFEMI");
            assertThat(s3.urls("s3://data/logs/").list().get(0).open()).hasBinaryContent(new byte[] {1});
            assertThat(fake.requests).extracting(FakeS3.Request::path).containsExactly("/data", "/data/logs/a");
        }
    }

    @Test
    @DisabledIfEnvironmentVariable(named = "AWS_ACCESS_KEY_ID", matches = ".+")
    void withoutCredentialsTheErrorSaysWhereToSetThem() throws IOException {
        try (FakeS3 fake = new FakeS3();
                S3 s3 = new S3()) {
            set("aws.endpointUrlS3", fake.endpoint().toString());
            set("aws.region", "eu-west-1");
            assertThatThrownBy(() -> s3.urls("s3://data/logs/"))
                    .isInstanceOf(JobException.class)
                    .hasMessageContaining("no AWS credentials were found. Set AWS_PROFILE");
            assertThat(fake.requests).isEmpty();
        }
    }

    @Test
    void nothingOfTheSdkIsLoadedBeforeTheFirstUse() throws Exception {
        try (Watching loader = new Watching()) {
            Object s3 = loader.loadClass(S3.class.getName()).getConstructor().newInstance();
            s3.getClass().getMethod("lineOutput", String.class).invoke(s3, "s3://data/key");
            assertThat(loader.sdkClasses).isZero();
        }
    }

    private void set(String name, String value) {
        before.putIfAbsent(name, System.getProperty(name));
        System.setProperty(name, value);
    }

    /** Loads this program anew, and counts what it asks for of the SDK. */
    private static final class Watching extends URLClassLoader {
        private int sdkClasses;

        Watching() {
            super(
                    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                            .flatMap(Watching::url)
                            .toArray(URL[]::new),
                    ClassLoader.getPlatformClassLoader());
        }

        private static Stream<URL> url(String entry) {
            try {
                return Stream.of(new File(entry).toURI().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(entry, e);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("software.amazon.")) {
                sdkClasses++;
            }
            return super.findClass(name);
        }
    }
}
