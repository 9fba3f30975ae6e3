package dev.mayfly.engine;

import com.github.luben.zstd.Zstd;
import dev.mayfly.engine.file.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.crypto.FileEncryptionProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/**
 * Rows in a local Parquet file, compressed by zstd. Parquet's own record writer needs Hadoop on the class path; its layers
 * below, which this class puts together, do not: columns, pages, row groups, file.
 */
final class ParquetFile implements Sink<Object> {
    /** So many rows say what the columns are. */
    private static final int FIRST_ROWS = 1000;
    /** A row group is held in memory until it is written. */
    private static final long ROW_GROUP_BYTES = 32L << 20;

    private static final int CHECK_ROWS = 256;

    private final Path file;

    ParquetFile(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public Receipt write(Stream<?> rows) throws IOException {
        if (file.toString().endsWith(".gz")) {
            throw new IOException("a Parquet file is compressed within: name it without .gz");
        }
        long[] written = {0};
        long bytes = AtomicFile.write(file, out -> written[0] = write(rows.iterator(), out));
        return new Receipt(file.toString(), written[0], bytes);
    }

    private static long write(Iterator<?> rows, OutputStream out) throws IOException {
        List<Object> first = new ArrayList<>();
        while (first.size() < FIRST_ROWS && rows.hasNext()) {
            first.add(rows.next());
        }
        ParquetColumn.Row columns = ParquetSchema.of(first);
        MessageType schema = new MessageType("row", columns.types());
        ParquetFileWriter writer = writer(new Target(out), schema);
        writer.start();
        RowGroups groups = new RowGroups(writer, schema, columns);
        for (Object row : first) {
            groups.add(row);
        }
        first.clear();
        while (rows.hasNext()) {
            groups.add(rows.next());
        }
        groups.end();
        writer.end(Map.of());
        return groups.count;
    }

    /** The compiler cannot call this constructor: to choose among its overloads it needs Hadoop's classes. */
    private static ParquetFileWriter writer(OutputFile target, MessageType schema) throws IOException {
        MethodType signature = MethodType.methodType(
                void.class,
                OutputFile.class,
                MessageType.class,
                ParquetFileWriter.Mode.class,
                long.class,
                int.class,
                FileEncryptionProperties.class,
                ParquetProperties.class);
        try {
            MethodHandle constructor = MethodHandles.lookup().findConstructor(ParquetFileWriter.class, signature);
            return (ParquetFileWriter) constructor.invokeWithArguments(
                    target,
                    schema,
                    ParquetFileWriter.Mode.CREATE,
                    ROW_GROUP_BYTES,
                    0,
                    null,
                    ParquetProperties.builder().build());
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException("this version of Parquet has no such writer: " + e, e);
        }
    }

    /** Rows on their way to the file, a group of them in memory. */
    private static final class RowGroups {
        private final ParquetProperties properties = ParquetProperties.builder().build();
        private final ParquetFileWriter writer;
        private final MessageType schema;
        private final MessageColumnIO columnIo;
        private final ParquetColumn.Row columns;
        private ColumnChunkPageWriteStore pages;
        private ColumnWriteStore store;
        private RecordConsumer consumer;
        private long inGroup;
        private long count;

        RowGroups(ParquetFileWriter writer, MessageType schema, ParquetColumn.Row columns) {
            this.writer = writer;
            this.schema = schema;
            this.columns = columns;
            this.columnIo = new ColumnIOFactory().getColumnIO(schema);
            this.pages = newPages();
            this.store = properties.newColumnWriteStore(schema, pages, pages);
            this.consumer = columnIo.getRecordWriter(store);
        }

        private ColumnChunkPageWriteStore newPages() {
            return new ColumnChunkPageWriteStore(
                    new ZstdPages(),
                    schema,
                    properties.getAllocator(),
                    properties.getColumnIndexTruncateLength(),
                    properties.getPageWriteChecksumEnabled());
        }

        void add(Object row) throws IOException {
            consumer.startMessage();
            try {
                columns.writeFields(row, consumer);
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new IOException(String.format(Locale.ROOT, "row %,d, %s", count + 1, e.getMessage()), e);
            }
            consumer.endMessage();
            count++;
            if (++inGroup % CHECK_ROWS == 0 && store.getBufferedSize() > ROW_GROUP_BYTES) {
                flush();
                pages = newPages();
                store = properties.newColumnWriteStore(schema, pages, pages);
                consumer = columnIo.getRecordWriter(store);
            }
        }

        private void flush() throws IOException {
            consumer.flush();
            if (inGroup > 0) {
                writer.startBlock(inGroup);
                store.flush();
                pages.flushToFileWriter(writer);
                writer.endBlock();
                inGroup = 0;
            }
            store.close();
            pages.close();
        }

        void end() throws IOException {
            flush();
        }
    }

    /** Compresses pages. */
    private static final class ZstdPages implements BytesInputCompressor {
        private static final int LEVEL = 3;

        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            return BytesInput.from(Zstd.compress(bytes.toInputStream().readAllBytes(), LEVEL));
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.ZSTD;
        }

        @Override
        public void release() {
            // Nothing is held between pages.
        }
    }

    /** The stream that Parquet writes to, which knows its position. */
    private record Target(OutputStream out) implements OutputFile {
        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new Positioned(out);
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return create(blockSizeHint);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }

    private static final class Positioned extends PositionOutputStream {
        private final OutputStream out;
        private long position;

        Positioned(OutputStream out) {
            this.out = out;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            position += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
