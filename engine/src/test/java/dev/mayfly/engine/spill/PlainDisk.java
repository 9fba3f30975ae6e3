package dev.mayfly.engine.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Blocks one behind the other in a file: what a spill costs at the least. */
final class PlainDisk implements BlockDisk {
    private final Path file;
    private final Map<Long, Long> offsets = new HashMap<>();
    private ByteBuffer buffer = ByteBuffer.allocateDirect(2 * BlockStore.BLOCK_BYTES);
    private @Nullable FileChannel channel;
    private long end;

    PlainDisk(Path file) {
        this.file = file;
    }

    @Override
    public int write(long firstKey, byte[] block) throws IOException {
        ByteBuffer bytes = buffer(block.length).put(block).flip();
        offsets.put(firstKey, end);
        while (bytes.hasRemaining()) {
            end += channel().write(bytes, end);
        }
        return 0;
    }

    @Override
    public byte[] read(int generation, long firstKey, int length) throws IOException {
        Long offset = offsets.get(firstKey);
        if (offset == null) {
            throw new IOException("no block " + firstKey);
        }
        ByteBuffer bytes = buffer(length).limit(length);
        while (bytes.hasRemaining()) {
            if (channel().read(bytes, offset + bytes.position()) < 0) {
                throw new IOException("block " + firstKey + " is cut off");
            }
        }
        byte[] block = new byte[length];
        bytes.flip().get(block);
        return block;
    }

    private ByteBuffer buffer(int length) {
        if (buffer.capacity() < length) {
            buffer = ByteBuffer.allocateDirect(2 * length);
        }
        return buffer.clear();
    }

    private FileChannel channel() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = FileChannel.open(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel = open;
        }
        return open;
    }

    @Override
    public void release(int generation, int length) {}

    @Override
    public int pieces(int length) {
        return 1 + length / BlockStore.BLOCK_BYTES;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            Files.delete(file);
        }
    }
}
