package dev.mayfly.provisioner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecFileTest {
    @Test
    void commentsAreReadOverAndWhatIsLeftOutHasItsDefault() {
        ClusterSpec spec = SpecFile.parse("""
                {
                  // three weeks of logs
                  "name": "logs",
                  "lease": "90 min", /* enough */
                  "prices": {"m5.xlarge": 0.192},
                  "packages": ["htop"],
                  "tags": {"team": "edge"},
                }""");
        assertThat(spec.name()).isEqualTo("logs");
        assertThat(spec.lease()).isEqualTo(Duration.ofMinutes(90));
        assertThat(spec.price("m5.xlarge")).hasValue(0.192);
        assertThat(spec.price("m6i.xlarge")).isEmpty();
        assertThat(spec.provider()).isEmpty();
        assertThat(spec.software().packages()).containsExactly("htop");
        assertThat(spec.budget()).isEqualTo(20);
    }

    @Test
    void anUnknownFieldIsRefusedWithTheNearestRightOne() {
        assertThatThrownBy(() -> SpecFile.parse("{\"instance_type\": [\"a\"]}"))
                .isInstanceOf(ProvisionerException.class)
                .hasMessageContaining("no field \"instance_type\"")
                .hasMessageContaining("did you mean \"instanceTypes\"");
        assertThatThrownBy(() -> SpecFile.parse("{\"buget\": 5}")).hasMessageContaining("did you mean \"budget\"");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            delimiter = ';',
            value = {
                "'{\"budget\": \"ten\"}'; \"budget\" of the cluster spec must be a number; got \"ten\"",
                "'{\"masterOnDemand\": 1}'; \"masterOnDemand\" of the cluster spec must be true or false",
                "'{\"spotShare\": 2}'; \"spotShare\" of the cluster spec must be from 0 to 1; got 2.0",
                "'{\"jdkUrl\": \"https://host/jdk.tgz\"}'; \"jdkUrl\" of the cluster spec needs \"jdkSha256\" beside it",
                "'{\"dataFiles\": [\"https://host/a?X-Amz-Signature=1\"]}'; user-data may hold no signature; got https://host/a?...",
                "'{\"callerAddress\": \"0.0.0.0/0\"}'; ssh is never open to the world",
                "'{\"diskGb\": 4}'; \"diskGb\" of the cluster spec must be from 8 to 16384; got 4",
                "'{\"diskGb\": 40.5}'; must be a whole number; got 40.5",
                "'{\"diskGb\": 99999999999}'; must be a whole number",
                "'{\"lease\": \"2 weeks\"}'; must be a time such as",
                "'{\"lease\": \"1 min\"}'; \"lease\" of the cluster spec must be from 5 minutes to 7 days; got 1 min",
                "'{\"name\": \"My Cluster\"}'; \"name\" of the cluster spec must be 1 to 32 lower-case",
                "'{\"instanceTypes\": []}'; must name at least one type",
                "'{\"instanceTypes\": \"m5\"}'; must be a list of texts",
                "'{\"zones\": [1]}'; must be a list of texts",
                "'{\"image\": \"ubuntu\"}'; must be an image id",
                "'{\"budget\": 0}'; must be above 0",
                "'{\"prices\": {\"m5\": -1}}'; \"prices.m5\" of the cluster spec must be from 0",
                "'{\"prices\": 3}'; must be an object of numbers",
                "'{\"tags\": {\"mayfly:role\": \"x\"}}'; must be letters, digits",
                "'{\"maxWorkers\": 5000}'; must be from 1 to 1000; got 5000",
                "'{\"name\": \"a\", \"name\": \"b\"}'; is not JSON",
                "'{'; is not JSON at line 1",
                "'[]'; must be a JSON object",
            })
    void aWrongFieldIsRefusedByNameValueAndRule(String json, String message) {
        assertThatThrownBy(() -> SpecFile.parse(json))
                .isInstanceOf(ProvisionerException.class)
                .hasMessageContaining(message.strip());
    }

    @Test
    void equalSpecsHaveEqualHashesAndMoneyDoesNotCount() {
        String hash = SpecFile.defaults().hash();
        assertThat(hash).matches("[0-9a-f]{12}");
        assertThat(SpecFile.parse("{\"budget\": 5, \"lease\": \"3 h\", \"maxWorkers\": 7}")
                        .hash())
                .isEqualTo(hash);
        assertThat(SpecFile.parse("{\"tags\": {\"b\": \"1\", \"a\": \"2\"}}").hash())
                .isEqualTo(SpecFile.parse("{\"tags\": {\"a\": \"2\", \"b\": \"1\"}}")
                        .hash())
                .isNotEqualTo(hash);
        assertThat(SpecFile.parse("{\"diskGb\": 100}").hash()).isNotEqualTo(hash);
    }

    @Test
    void aFileIsNamedInItsErrors(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("cluster.json"), "{\"diskGb\": 1}");
        assertThatThrownBy(() -> SpecFile.read(file)).hasMessageContaining("cluster.json: \"diskGb\"");
        assertThatThrownBy(() -> SpecFile.read(folder.resolve("missing.json")))
                .hasMessageContaining("There is no cluster spec")
                .hasMessageContaining("missing.json");
    }

    @Test
    void theTemplateSaysEveryFieldAndItsDefault() {
        assertThat(SpecFile.parse(SpecFile.template())).isEqualTo(SpecFile.defaults());
        assertThat(SpecFile.FIELDS)
                .allSatisfy(field -> assertThat(SpecFile.template()).contains("\"" + field + "\":"));
    }
}
