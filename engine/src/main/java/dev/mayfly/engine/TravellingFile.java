package dev.mayfly.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * A side file between two processes: not its content, which whoever ships a job puts on each machine once, in the folder
 * that the system property {@code mayfly.side} names, called by its digest.
 *
 * @param name as the user wrote it
 * @param path where it was
 * @param digest SHA-256 of the content, in hexadecimal digits
 */
public record TravellingFile(String name, String path, long size, String digest) implements Serializable {
    /** The system property that names the folder. */
    public static final String FOLDER = "mayfly.side";

    /**
     * The files that have arrived in this process. Each task brings its own copy of a function, and with it of the handle:
     * only the process can tell that they are one. What is not used goes when memory is short. Guarded by itself.
     */
    private static final Map<TravellingFile, SoftReference<SideFile>> ARRIVED = new HashMap<>();

    private Object readResolve() {
        synchronized (ARRIVED) {
            SoftReference<SideFile> known = ARRIVED.get(this);
            SideFile file = known == null ? null : known.get();
            if (file == null) {
                file = arrive();
                ARRIVED.put(this, new SoftReference<>(file));
            }
            return file;
        }
    }

    private SideFile arrive() {
        String folder = System.getProperty(FOLDER, "");
        Path shipped = Path.of(folder, digest);
        Path here = !folder.isEmpty() && Files.exists(shipped) ? shipped : Path.of(path);
        try {
            SideStamp stamp = SideStamp.of(name, here);
            if (stamp.size() == size && digest(here).equals(digest)) {
                return new SideFile(stamp);
            }
        } catch (IOException e) {
            throw new JobException(
                    "the side file " + name + " is not on this machine, neither as " + path + " nor in "
                            + (folder.isEmpty() ? "a folder of side files" : folder),
                    e);
        }
        throw new JobException("the side file " + name + " has another content on this machine: " + here
                + " is not what it was where the job was made");
    }

    /** SHA-256 of a file's content, in hexadecimal digits. */
    public static String digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, sha).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
