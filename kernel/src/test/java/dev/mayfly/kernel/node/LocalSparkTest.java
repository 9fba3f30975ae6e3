package dev.mayfly.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

@SparkRing
class LocalSparkTest {
    @Test
    void aSessionComputesOnALocalCluster() throws Exception {
        try (SparkForTests spark = SparkForTests.start(2);
                SparkSession session = org.apache.spark.sql.connect.SparkSession.builder()
                        .remote(spark.remote())
                        .getOrCreate()) {
            assertThat(session.range(0, 1000, 1, 4).count()).isEqualTo(1000);
            assertThat(session.conf().get("spark.mayfly.runtime"))
                    .isEqualTo(spark.gateway().runtime());
        }
    }
}
