package dev.mayfly.engine.closure;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A value with its functions, and all that they need, as bytes that any process with the runtime of nodes can open. Equal
 * contents have equal ids.
 *
 * @param id the digest of the content
 * @param javaFeature the version of Java that compiled the classes: a process that opens it needs this one or a later one
 * @param classes byte code by binary name
 * @param variables what is assigned before the value is made, in this order
 * @param value the serialized value
 * @param files what the functions find beside it
 */
@SuppressWarnings("ArrayRecordComponent") // who compares bundles compares their ids
public record Bundle(
        String id,
        int javaFeature,
        SortedMap<String, byte[]> classes,
        List<Variable> variables,
        byte[] value,
        List<NeededFile> files) {
    private static final int FORMAT = 1;

    /** A static field and its serialized value. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Variable(String owner, String name, byte[] value) {}

    /**
     * A file that must be in the folder which {@link OpenBundle#open} is given, called by its digest.
     *
     * @param isJar whether classes are loaded from it; a data file otherwise
     * @param path where it is in the session
     * @param digest SHA-256 of its content, in hexadecimal digits
     */
    public record NeededFile(boolean isJar, Path path, String digest) {}

    static Bundle of(
            int javaFeature,
            SortedMap<String, byte[]> classes,
            List<Variable> variables,
            byte[] value,
            List<NeededFile> files) {
        Bundle unnamed = new Bundle("", javaFeature, classes, variables, value, files);
        return new Bundle(digest(unnamed.toBytes()), javaFeature, classes, variables, value, files);
    }

    /** The size of what is shipped with each job, without the files. */
    public long bytes() {
        long bytes = value.length;
        for (byte[] code : classes.values()) {
            bytes += code.length;
        }
        for (Variable variable : variables) {
            bytes += variable.value().length;
        }
        return bytes;
    }

    /** The portable form. The paths of files are left out. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(FORMAT);
            out.writeInt(javaFeature);
            out.writeInt(classes.size());
            for (Map.Entry<String, byte[]> one : classes.entrySet()) {
                out.writeUTF(one.getKey());
                write(out, one.getValue());
            }
            out.writeInt(variables.size());
            for (Variable variable : variables) {
                out.writeUTF(variable.owner());
                out.writeUTF(variable.name());
                write(out, variable.value());
            }
            write(out, value);
            out.writeInt(files.size());
            for (NeededFile file : files) {
                out.writeBoolean(file.isJar());
                out.writeUTF(file.digest());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an array took no bytes", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads the portable form.
     *
     * @throws IOException if it is of another version
     */
    public static Bundle read(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readInt();
            if (format != FORMAT) {
                throw new IOException("this node reads bundles of format " + FORMAT + ", the session sent format "
                        + format + ": start the cluster anew with the session's version");
            }
            int javaFeature = in.readInt();
            SortedMap<String, byte[]> classes = new TreeMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                classes.put(in.readUTF(), readBytes(in));
            }
            List<Variable> variables = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                variables.add(new Variable(in.readUTF(), in.readUTF(), readBytes(in)));
            }
            byte[] value = readBytes(in);
            List<NeededFile> files = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                boolean isJar = in.readBoolean();
                String digest = in.readUTF();
                files.add(new NeededFile(isJar, Path.of(digest), digest));
            }
            return new Bundle(digest(bytes), javaFeature, classes, variables, value, files);
        }
    }

    private static void write(DataOutputStream out, byte[] some) throws IOException {
        out.writeInt(some.length);
        out.write(some);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        byte[] some = new byte[in.readInt()];
        in.readFully(some);
        return some;
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
