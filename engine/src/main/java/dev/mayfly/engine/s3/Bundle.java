package dev.mayfly.engine.s3;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.Sink;
import dev.mayfly.engine.fetch.FetchLimits;
import dev.mayfly.engine.sink.Packing;
import dev.mayfly.engine.source.DecodeMemory;
import dev.mayfly.engine.source.Input;
import dev.mayfly.engine.source.Inputs;
import dev.mayfly.engine.source.Prefetch;
import dev.mayfly.engine.source.Split;
import dev.mayfly.engine.source.TextStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * Many small inputs as the members of few large gzip files, with an index. A member is a gzip file of its own, so that it
 * can be read alone by its range; all members of a blob, one behind the other, are a gzip file too, whose lines are those
 * of its members: one that lacks its last line break gets it from a member between. All blobs and then the index appear at
 * the end, or nothing does.
 */
final class Bundle {
    private static final String SEPARATOR = "\n";

    private final S3Location prefix;
    private final Connection connection;
    private final long blobBytes;
    private final Deque<Blob> blobs = new ArrayDeque<>();

    private static final class Blob {
        private final String name;
        private final Upload upload;
        private final List<BundleIndex.Member> members = new ArrayList<>();
        private long written;

        Blob(String name, Upload upload) {
            this.name = name;
            this.upload = upload;
        }

        /** Where a member is written: it counts, and closing it leaves the blob open. */
        OutputStream member() {
            return new FilterOutputStream(upload) {
                @Override
                public void write(int value) throws IOException {
                    out.write(value);
                    written++;
                }

                @Override
                public void write(byte[] bytes, int offset, int count) throws IOException {
                    out.write(bytes, offset, count);
                    written += count;
                }

                @Override
                public void close() {
                    // The blob goes on.
                }
            };
        }
    }

    private Bundle(S3Location prefix, Connection connection, long blobBytes) {
        this.prefix = prefix;
        this.connection = connection;
        this.blobBytes = blobBytes;
    }

    static Sink.Receipt write(Inputs inputs, S3Location prefix, long blobBytes, Connection connection) {
        if (Listing.objects(prefix.child(BundleIndex.NAME), connection).size() > 0) {
            throw new IllegalArgumentException(
                    prefix + " holds a bundle already: choose another prefix, or delete it with all below it first");
        }
        try {
            return new Bundle(prefix, connection, blobBytes).write(inputs);
        } catch (IOException e) {
            throw new JobException(String.valueOf(e.getMessage()), e);
        }
    }

    private Sink.Receipt write(Inputs inputs) throws IOException {
        List<Split> splits = IntStream.range(0, inputs.list().size())
                .mapToObj(i -> new Split(inputs.list().get(i), i, 0, Long.MAX_VALUE))
                .toList();
        List<Integer> order = IntStream.range(0, splits.size()).boxed().toList();
        DecodeMemory memory = DecodeMemory.streaming();
        try (Prefetch ahead = new Prefetch(splits, order, FetchLimits.standard())) {
            for (int i = 0; i < splits.size(); i++) {
                add(ahead.split(i).input(), memory);
            }
            return publish(splits.size());
        } finally {
            for (Blob blob : blobs) {
                blob.upload.close();
            }
        }
    }

    private void add(Input input, DecodeMemory memory) throws IOException {
        Blob blob = blobs.peekLast();
        if (blob == null || blob.written >= blobBytes) {
            if (blob != null) {
                blob.upload.arrive();
            }
            String name = String.format(Locale.ROOT, "part-%05d.gz", blobs.size());
            S3Location at = prefix.child(name);
            blob = new Blob(name, new Upload(connection, at, ContentKind.of(Packing.PLAIN, name)));
            blobs.add(blob);
        }
        long offset = blob.written;
        boolean endsALine = true;
        try (InputStream text = TextStream.open(input, memory);
                OutputStream packed = new GZIPOutputStream(blob.member(), 1 << 16)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = text.read(buffer); n >= 0; n = text.read(buffer)) {
                packed.write(buffer, 0, n);
                endsALine = buffer[n - 1] == '\n';
            }
        }
        blob.members.add(new BundleIndex.Member(input.name(), blob.name, offset, blob.written - offset, ""));
        if (!endsALine) {
            try (OutputStream between = new GZIPOutputStream(blob.member())) {
                between.write(SEPARATOR.getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private Sink.Receipt publish(int count) throws IOException {
        for (Blob blob : blobs) {
            blob.upload.arrive();
        }
        long bytes = 0;
        List<BundleIndex.Member> members = new ArrayList<>();
        for (Blob blob : blobs) {
            bytes += blob.upload.complete();
            String etag = blob.upload.etag();
            blob.members.forEach(member -> members.add(
                    new BundleIndex.Member(member.key(), member.blob(), member.offset(), member.length(), etag)));
        }
        byte[] index = new BundleIndex(members).toBytes();
        bytes += new S3Place(prefix.child(BundleIndex.NAME), () -> connection)
                .store(Packing.PLAIN, out -> out.write(index));
        return new Sink.Receipt(prefix.toString(), count, bytes);
    }

    /** The members of a bundle, each to be read by its range. */
    static Inputs read(S3Location prefix, String index, Access access, Supplier<Connection> connection) {
        Map<String, S3Input> blobs = new HashMap<>();
        List<Input> members = new ArrayList<>();
        for (BundleIndex.Member member :
                BundleIndex.of(index, prefix.child(BundleIndex.NAME).toString()).members()) {
            S3Input blob = blobs.computeIfAbsent(
                    member.blob(),
                    name -> new S3Input(prefix.child(name), 0, member.etag(), Optional.empty(), access, connection));
            members.add(new S3Member(member.key(), blob, member.offset(), member.length()));
        }
        return new Inputs(members);
    }
}
