package dev.mayfly.engine.spill;

import dev.mayfly.engine.file.JobFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Blocks in Chronicle Maps below a job's folder. A map is sized when it is made and cannot grow well, so there is a
 * generation of maps: a new one when the last is full, and the file of one deleted when its last block is released. The
 * first map of a process costs seconds of CPU time, since Chronicle compiles classes at run time; nothing is made before
 * the first block arrives.
 */
final class ChronicleDisk implements BlockDisk {
    private static final int PIECE_BYTES = BlockStore.BLOCK_BYTES;
    /** A gibibyte of full pieces. The files are sparse: an empty place takes no disk. */
    private static final int PIECES_PER_GENERATION = 1 << 14;

    /** A map with what is still needed of it; {@code map} is null when that was the last. */
    private static final class Generation {
        final File file;
        final int capacity;

        @Nullable
        ChronicleMap<Long, byte[]> map;

        int used;
        int live;
        boolean wasRead;

        Generation(File file, int capacity, ChronicleMap<Long, byte[]> map) {
            this.file = file;
            this.capacity = capacity;
            this.map = map;
        }
    }

    private final JobFolder folder;
    private final int piecesPerGeneration;
    private final List<Generation> generations = new ArrayList<>();
    private final MappedPages pages = new MappedPages(this::files);

    ChronicleDisk(JobFolder folder) {
        this(folder, PIECES_PER_GENERATION);
    }

    ChronicleDisk(JobFolder folder, int piecesPerGeneration) {
        this.folder = folder;
        this.piecesPerGeneration = piecesPerGeneration;
    }

    @Override
    public int write(long firstKey, byte[] block) throws IOException {
        int pieces = pieces(block.length);
        Generation generation = withRoomFor(pieces);
        ChronicleMap<Long, byte[]> map = open(generation);
        for (int i = 0; i < pieces; i++) {
            int from = i * PIECE_BYTES;
            byte[] piece =
                    pieces == 1 ? block : Arrays.copyOfRange(block, from, Math.min(block.length, from + PIECE_BYTES));
            map.put(firstKey + i, piece);
            generation.used++;
            generation.live++;
        }
        pages.touched(block.length);
        return generations.size() - 1;
    }

    @Override
    public byte[] read(int generation, long firstKey, int length) throws IOException {
        Generation from = generations.get(generation);
        ChronicleMap<Long, byte[]> map = open(from);
        if (!from.wasRead) {
            from.wasRead = true;
            pages.scattered(from.file);
        }
        // The system maps pages on either side of those that are read.
        pages.touched(3L * length);
        int pieces = pieces(length);
        if (pieces == 1) {
            return piece(map, firstKey, length);
        }
        byte[] block = new byte[length];
        for (int i = 0; i < pieces; i++) {
            int at = i * PIECE_BYTES;
            int count = Math.min(length - at, PIECE_BYTES);
            System.arraycopy(piece(map, firstKey + i, count), 0, block, at, count);
        }
        return block;
    }

    private static byte[] piece(ChronicleMap<Long, byte[]> map, long key, int length) throws IOException {
        byte[] piece = map.getUsing(key, new byte[length]);
        if (piece == null || piece.length != length) {
            throw new IOException("block " + Long.toHexString(key) + " is missing or damaged in " + map.file());
        }
        return piece;
    }

    @Override
    public void release(int generation, int length) throws IOException {
        Generation of = generations.get(generation);
        of.live -= pieces(length);
        if (of.live == 0 && generation < generations.size() - 1) {
            delete(of);
        }
    }

    @Override
    public int pieces(int length) {
        return Math.max(1, (int) (((long) length + PIECE_BYTES - 1) / PIECE_BYTES));
    }

    @Override
    public void close() throws IOException {
        for (Generation generation : generations) {
            delete(generation);
        }
    }

    private List<File> files() {
        return generations.stream()
                .filter(generation -> generation.map != null)
                .map(generation -> generation.file)
                .toList();
    }

    private Generation withRoomFor(int pieces) throws IOException {
        if (!generations.isEmpty()) {
            Generation last = generations.get(generations.size() - 1);
            if (last.used + pieces <= last.capacity) {
                return last;
            }
            if (last.live == 0) {
                delete(last);
            }
        }
        int capacity = Math.max(pieces, piecesPerGeneration);
        File file = folder.path()
                .resolve("values-" + (generations.size() + 1) + ".chronicle")
                .toFile();
        ChronicleMap<Long, byte[]> map = ChronicleMapBuilder.of(Long.class, byte[].class)
                .name("mayfly-values")
                .entries(capacity)
                .averageValueSize(PIECE_BYTES)
                // One thread writes, and one segment is filled evenly whatever the keys hash to.
                .actualSegments(1)
                .maxBloatFactor(2)
                // Otherwise the whole file is allocated at once, at several times the size that is used.
                .sparseFile(true)
                // The data does not outlive the process, so nobody could find the damage that a checksum shows.
                .checksumEntries(false)
                .createPersistedTo(file);
        Generation made = new Generation(file, capacity, map);
        generations.add(made);
        return made;
    }

    private static ChronicleMap<Long, byte[]> open(Generation generation) {
        ChronicleMap<Long, byte[]> map = generation.map;
        if (map == null) {
            throw new IllegalStateException(generation.file + " is deleted already");
        }
        return map;
    }

    private static void delete(Generation generation) throws IOException {
        ChronicleMap<Long, byte[]> map = generation.map;
        if (map != null) {
            generation.map = null;
            map.close();
            Files.deleteIfExists(generation.file.toPath());
        }
    }
}
