package dev.mayfly.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import com.sun.net.httpserver.HttpServer;
import dev.mayfly.engine.Backend;
import dev.mayfly.engine.Backends;
import dev.mayfly.engine.MapReduce;
import dev.mayfly.engine.SideFile;
import dev.mayfly.engine.s3.S3;
import dev.mayfly.engine.sink.LineOutput;
import dev.mayfly.engine.sink.ObjectOutput;
import dev.mayfly.engine.source.Inputs;
import dev.mayfly.kernel.cell.SmallStore;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** What jobs can read and where they can write, on two backends, over data made at random. */
final class SameSources {
    private static final List<String> PACKINGS = List.of(".log", ".log.gz", ".log.zst", ".log.xz", ".log.bz2");
    private static final int LINES = 200;

    private final TwoBackends both;
    private final Random random;
    private final Path folder;

    SameSources(TwoBackends both, long seed, Path folder) throws IOException {
        this.both = both;
        this.random = new Random(seed);
        this.folder = Files.createDirectories(folder);
    }

    /** A hit, as JSON or with a header; a note may be missing. */
    record Hit(String path, int status, Optional<String> note) implements Serializable {}

    /** What a side file knows of a status. */
    record Meaning(int status, String meaning) implements Serializable {}

    private static OutputStream packed(Path file) throws IOException {
        OutputStream out = Files.newOutputStream(file);
        String name = file.toString();
        if (name.endsWith(".gz")) {
            return new GZIPOutputStream(out);
        }
        if (name.endsWith(".zst")) {
            return new ZstdOutputStream(out);
        }
        if (name.endsWith(".xz")) {
            return new XZOutputStream(out, new LZMA2Options());
        }
        return name.endsWith(".bz2") ? new BZip2CompressorOutputStream(out, 1) : out;
    }

    private interface Line {
        String of(String path, int status, String note);
    }

    /** A file of each packing. */
    private Inputs files(String name, String header, Line line) throws IOException {
        Path to = Files.createDirectories(folder.resolve(name));
        for (String packing : PACKINGS) {
            StringBuilder text = new StringBuilder(header);
            for (int i = 0; i < LINES; i++) {
                String path = "/p/" + random.nextInt(30);
                text.append(line.of(path, 200 + random.nextInt(4) * 100, random.nextBoolean() ? "" : "n" + i))
                        .append('\n');
            }
            try (OutputStream out = packed(to.resolve("a" + packing))) {
                out.write(text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return Inputs.filesIn(to, "*");
    }

    private Inputs lines() throws IOException {
        return files("lines", "", (path, status, note) -> path + " " + status + " " + note);
    }

    void packings() throws IOException {
        Inputs inputs = lines();
        both.sameInOrder(on -> MapReduce.over(inputs, on).grep(" 500 "));
        both.same(on -> MapReduce.over(inputs, on).groupBy(l -> l.split(" ")[0]).count());
    }

    void records() throws IOException {
        Inputs csv = files("csv", "status,note,path\n", (path, status, note) -> status + "," + note + "," + path);
        both.sameInOrder(on -> MapReduce.over(csv, on).csv(Hit.class).filter(h -> h.status() == 300));
        Inputs json = files("json", "", (path, status, note) -> {
            String more = note.isEmpty() ? "" : ",\"note\":\"" + note + "\"";
            return status == 500 ? "no JSON" : "{\"path\":\"" + path + "\",\"status\":" + status + more + "}";
        });
        both.sameInOrder(on -> MapReduce.over(json, on).json(Hit.class).skipBad());
        both.same(on -> MapReduce.over(json, on)
                .json(Hit.class)
                .skipBad()
                .groupBy(Hit::path)
                .average(Hit::status));
    }

    void sides() throws IOException {
        Path table = Files.writeString(
                folder.resolve("meanings.csv"), "status,meaning\n200,fine\n300,elsewhere\n400,yours\n500,ours\n");
        Map<Integer, Meaning> meanings = SideFile.of(table).map(Meaning.class, Meaning::status);
        Inputs inputs = lines();
        both.same(on -> MapReduce.over(inputs, on)
                .groupBy(l -> Objects.requireNonNull(meanings.get(Integer.parseInt(l.split(" ")[1])))
                        .meaning())
                .count());
    }

    void urls() throws IOException {
        lines();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = Files.readAllBytes(folder.resolve("lines")
                    .resolve(exchange.getRequestURI().getPath().substring(1)));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String start = "http://127.0.0.1:" + server.getAddress().getPort() + "/a";
            Inputs inputs = Inputs.urls(PACKINGS.stream().map(start::concat).toList());
            both.sameInOrder(on -> MapReduce.over(inputs, on).grep(" 400 "));
            both.same(on -> MapReduce.over(inputs, on).groupBy(String::length).count());
        } finally {
            server.stop(0);
        }
    }

    /** Objects of a store that speaks S3's language, and lines written to one. */
    void store() throws IOException {
        Map<String, String> settings = new TreeMap<>();
        try (SmallStore store = new SmallStore();
                S3 s3 = new S3()) {
            settings.put("aws.endpointUrlS3", store.endpoint());
            settings.put("aws.region", "eu-west-1");
            settings.put("aws.accessKeyId", "AKIDEXAMPLEKEY");
            settings.put("aws.secretAccessKey", "not-a-secret");
            settings.forEach(System::setProperty);
            for (int i = 0; i < 5; i++) {
                store.put("/data/logs/" + i + ".log", "a " + random.nextInt(9) + "\nb " + random.nextInt(9) + "\n");
            }
            Inputs inputs = s3.urls("s3://data/logs/");
            both.sameInOrder(on -> MapReduce.over(inputs, on).grep("a "));
            both.same(on ->
                    MapReduce.over(inputs, on).groupBy(l -> l.split(" ")[1]).count());
            for (Backend backend : List.of(both.local(), both.cluster())) {
                String to = backend == both.local() ? "local" : "cluster";
                MapReduce.over(inputs, TwoBackends.only(backend)).to(s3.lineOutput("s3://data/out/" + to));
            }
            assertThat(store.objects().get("/data/out/cluster"))
                    .isNotEmpty()
                    .isEqualTo(store.objects().get("/data/out/local"));
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
    }

    void sinks() throws IOException {
        Inputs inputs = lines();
        assertThat(written("cluster", inputs, both.cluster()))
                .hasSizeGreaterThan(30)
                .isEqualTo(written("local", inputs, both.local()));
    }

    /** Every file that the sinks have made, by its name, as stored. */
    private Map<String, String> written(String name, Inputs inputs, Backend backend) throws IOException {
        Path to = Files.createDirectories(folder.resolve(name));
        Backends on = TwoBackends.only(backend);
        MapReduce<String> errors = MapReduce.over(inputs, on).grep(" 500 ");
        errors.to(LineOutput.file(to.resolve("lines.log")).header("errors"));
        errors.to(LineOutput.file(to.resolve("unique.gz")).sorted().unique());
        MapReduce<Hit> hits = MapReduce.over(inputs, on).map(l -> {
            String[] fields = l.split(" ");
            return new Hit(
                    fields[0],
                    Integer.parseInt(fields[1]),
                    fields.length < 3 ? Optional.empty() : Optional.of(fields[2]));
        });
        hits.toCsv(to.resolve("hits.csv.gz").toString());
        hits.toJson(to.resolve("hits.json").toString());
        hits.toParquet(to.resolve("hits.parquet").toString());
        var counts = hits.groupBy(h -> h.path().substring(1)).count();
        counts.to(ObjectOutput.folder(to.resolve("objects")).gzip().manifest());
        counts.toCsv(to.resolve("counts.csv").toString());
        counts.sortBy(row -> row.key()).toJson(to.resolve("counts.json.gz").toString());
        counts.toParquet(to.resolve("counts.parquet").toString());
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(to)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(to.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return files;
    }
}
