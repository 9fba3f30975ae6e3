package dev.mayfly.engine.source;

import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Any number of gzip members, decoded as a stream; checksum and length of each are checked. */
final class GzipBytes implements ByteSource {
    private final StoredBytes stored;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private long size;
    private boolean inMember;

    /** Starts at a member's header. */
    GzipBytes(StoredBytes stored) throws IOException {
        this.stored = stored;
        startMember();
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        while (inMember) {
            int n = inflate(into, offset, count);
            if (n > 0) {
                crc.update(into, offset, n);
                size += n;
                return n;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsDictionary()) {
                throw Damage.corrupt(stored(), "it asks for a preset dictionary", null);
            } else if (inflater.needsInput()) {
                feed();
            }
        }
        return -1;
    }

    private int inflate(byte[] into, int offset, int count) throws IOException {
        try {
            return inflater.inflate(into, offset, count);
        } catch (DataFormatException e) {
            throw Damage.corrupt(stored(), "its compressed data is invalid", e);
        }
    }

    private void feed() throws IOException {
        stored.skip(stored.available());
        if (!stored.more()) {
            throw Damage.truncated(stored.position(), null);
        }
        inflater.setInput(stored.buffer(), stored.offset(), stored.available());
    }

    private void startMember() throws IOException {
        GzipFormat.skipHeader(stored);
        inflater.reset();
        crc.reset();
        size = 0;
        inMember = true;
        if (stored.available() > 0) {
            inflater.setInput(stored.buffer(), stored.offset(), stored.available());
        }
    }

    private void endMember() throws IOException {
        stored.skip(stored.available() - inflater.getRemaining());
        GzipFormat.checkTrailer(stored, crc.getValue(), size);
        inMember = false;
        if (GzipFormat.anotherMember(stored)) {
            startMember();
        }
    }

    @Override
    public long stored() {
        return inMember ? stored.position() + stored.available() - inflater.getRemaining() : stored.position();
    }

    @Override
    public void close() {
        inflater.end();
    }
}
