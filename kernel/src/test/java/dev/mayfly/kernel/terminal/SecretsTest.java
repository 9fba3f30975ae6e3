package dev.mayfly.kernel.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "String password = \"x\";",
                "var dbPassword=\"x\"",
                "client.withToken(\"x\")",
                "Map.of(\"api_key\", 1, \"secret\", \"x\")",
                "{\"accessKey\": \"x\"}",
                "%maven --token abc",
                "new URL(\"https://user:pw@host/\")",
                "header(\"Authorization\", value)",
                "\"Bearer abcdefgh.ijk\"",
                "var id = \"AKIAABCDEFGHIJKLMNOP\";",
                "\"https://b.s3.amazonaws.com/k?X-Amz-Signature=00\"",
                "\"-----BEGIN RSA PRIVATE KEY-----\"",
                "int n = 1;\nvar passwd = \"x\";",
            })
    void areSeen(String cell) {
        assertThat(Secrets.mayBeIn(cell)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mapreduce(logs).groupBy(f -> f[6]).count()",
                "var tokens = line.split(\" \");",
                "int passed = 3;",
                "files(\"logs/password-resets.gz\")",
                "urls(List.of(\"https://host/a.gz\"))",
                "keys.sort(null)",
            })
    void areNotSeenInWhatPeopleTypeAllDay(String cell) {
        assertThat(Secrets.mayBeIn(cell)).isFalse();
    }
}
