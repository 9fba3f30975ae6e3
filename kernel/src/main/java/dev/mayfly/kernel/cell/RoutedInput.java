package dev.mayfly.kernel.cell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.WeakHashMap;

/** {@code System.in}: asks the person at the cell's front end for a line where a cell reads. */
final class RoutedInput extends InputStream {
    private final OutputRouter router;
    private final InputStream original;
    /** What is left of the last line of each cell; guarded by this. */
    private final Map<CellTarget, byte[]> left = new WeakHashMap<>();

    RoutedInput(OutputRouter router, InputStream original) {
        this.router = router;
        this.original = original;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, bytes.length);
        Optional<CellTarget> target = router.current();
        if (target.isEmpty()) {
            return original.read(bytes, offset, count);
        }
        if (count == 0) {
            return 0;
        }
        byte[] line = take(target.get());
        if (line.length == 0) {
            line = (target.get().frontEnd().ask("", false) + "\n").getBytes(StandardCharsets.UTF_8);
        }
        int taken = Math.min(count, line.length);
        System.arraycopy(line, 0, bytes, offset, taken);
        put(target.get(), Arrays.copyOfRange(line, taken, line.length));
        return taken;
    }

    @Override
    public int available() throws IOException {
        Optional<CellTarget> target = router.current();
        if (target.isEmpty()) {
            return original.available();
        }
        synchronized (left) {
            return left.getOrDefault(target.get(), new byte[0]).length;
        }
    }

    private byte[] take(CellTarget target) {
        synchronized (left) {
            byte[] line = left.remove(target);
            return line == null ? new byte[0] : line;
        }
    }

    private void put(CellTarget target, byte[] rest) {
        if (rest.length > 0) {
            synchronized (left) {
                left.put(target, rest);
            }
        }
    }
}
