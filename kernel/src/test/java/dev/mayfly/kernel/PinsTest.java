package dev.mayfly.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import net.openhft.chronicle.map.ChronicleMap;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jline.reader.LineReader;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChartBuilder;
import org.owasp.html.Sanitizers;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Every pinned library works beside all the others, in one JVM with the project's flags. */
@DisplayName("the pinned libraries, in one JVM")
final class PinsTest {
    @Test
    void jacksonReads() throws Exception {
        assertThat(new ObjectMapper().readValue("{\"a\":1}", new TypeReference<Map<String, Integer>>() {}))
                .isEqualTo(Map.of("a", 1));
        assertThat(jarOf(ObjectMapper.class))
                .as("the version that Spark accepts")
                .contains("2.21.");
    }

    @Test
    void awsClientsBuildAndPresign() {
        var madeUp = StaticCredentialsProvider.create(AwsBasicCredentials.create("nobody", "nothing"));
        try (S3Client s3 = S3Client.builder()
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(madeUp)
                        .build();
                Ec2Client ec2 = Ec2Client.builder()
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(madeUp)
                        .build();
                S3Presigner presigner = S3Presigner.builder()
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(madeUp)
                        .endpointOverride(URI.create("http://127.0.0.1:1"))
                        .build()) {
            assertThat(s3.serviceName()).isEqualTo("s3");
            assertThat(ec2.serviceName()).isEqualTo("ec2");
            assertThat(presigner
                            .presignGetObject(presign -> presign.signatureDuration(Duration.ofMinutes(1))
                                    .getObjectRequest(get -> get.bucket("logs").key("a.gz")))
                            .url())
                    .hasParameter("X-Amz-Signature");
        }
    }

    @Test
    void chronicleMapStores(@TempDir Path folder) throws Exception {
        try (ChronicleMap<Long, byte[]> map = ChronicleMap.of(Long.class, byte[].class)
                .entries(10)
                .averageValueSize(1_000)
                .sparseFile(true)
                .createPersistedTo(folder.resolve("map").toFile())) {
            map.put(1L, new byte[] {42});
            assertThat(map.get(1L)).containsExactly(42);
        }
    }

    @Test
    void sparkConnectLoadsItsSession() throws Exception {
        Class<?> session = Class.forName("org.apache.spark.sql.connect.SparkSession");
        assertThat(session.getMethod("builder").invoke(null)).isNotNull();
    }

    @Test
    void jlineIsTheOneThatWePinned() throws Exception {
        assertThat(jarOf(LineReader.class)).contains("jline-3.30.");
        assertThat(jarsWith("org/jline/reader/LineReader.class")).hasSize(1);
    }

    @Test
    void theScalaCompilerStaysAway() {
        assertThat(getClass().getClassLoader().getResource("scala/tools/nsc/Global.class"))
                .isNull();
    }

    @Test
    void libdeflateLoadsWhereTheJdkCanBindIt() throws Exception {
        boolean bindable = Runtime.version().feature() >= 25;
        String reason = "libdeflate's binding is Java 25 byte code, and this is " + Runtime.version();
        if (!bindable) {
            System.out.println("[skipped] libdeflateLoadsWhereTheJdkCanBindIt: " + reason);
        }
        assumeTrue(bindable, reason);
        assertThat(Class.forName("io.airlift.compress.v3.deflate.DeflateNativeDecompressor")
                        .getMethod("isEnabled")
                        .invoke(null))
                .isEqualTo(true);
    }

    @Test
    void zeroMqBindsToLoopback() {
        try (ZContext context = new ZContext()) {
            assertThat(context.createSocket(SocketType.ROUTER).bindToRandomPort("tcp://127.0.0.1"))
                    .isPositive();
        }
    }

    @Test
    void markdownIsRenderedAndCleaned() {
        var tables = List.of(TablesExtension.create());
        String html = HtmlRenderer.builder()
                .extensions(tables)
                .build()
                .render(Parser.builder().extensions(tables).build().parse("|a|\n|-|\n|1|\n\n<script>x()</script>"));
        assertThat(Sanitizers.TABLES.sanitize(html)).contains("<td>1</td>").doesNotContain("script");
        assertThat(Jsoup.parse(html).select("td").text()).isEqualTo("1");
    }

    @Test
    void chartsBecomePictures() throws Exception {
        var chart = new CategoryChartBuilder().width(200).height(100).build();
        chart.addSeries("s", List.of("200", "404"), List.of(9, 1));
        var picture = new ByteArrayOutputStream();
        ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", picture);
        assertThat(picture.toByteArray()).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void theOthersAreOnTheClassPath() throws Exception {
        for (String name : List.of(
                "org.dflib.jjava.jupyter.kernel.display.Renderer",
                "eu.maveniverse.maven.mima.context.Runtimes",
                "picocli.CommandLine",
                "org.apache.sshd.client.SshClient",
                "org.apache.parquet.hadoop.ParquetWriter",
                "com.openhtmltopdf.pdfboxout.PdfRendererBuilder",
                "software.amazon.awssdk.http.apache5.Apache5HttpClient",
                "software.amazon.awssdk.services.sso.SsoClient",
                "software.amazon.awssdk.services.ssooidc.SsoOidcClient",
                "software.amazon.awssdk.services.sts.StsClient")) {
            assertThat(Class.forName(name)).as(name).isNotNull();
        }
        assertThat(jarsWith("META-INF/resources/webjars/highlightjs/11.11.1/highlight.min.js"))
                .hasSize(1);
        assertThat(jarsWith("META-INF/resources/webjars/katex/0.18.11/dist/katex.min.js"))
                .hasSize(1);
    }

    private static String jarOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().toString();
    }

    private List<String> jarsWith(String resource) {
        return getClass()
                .getClassLoader()
                .resources(resource)
                .map(Object::toString)
                .toList();
    }
}
