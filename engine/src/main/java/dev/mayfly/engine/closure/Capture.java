package dev.mayfly.engine.closure;

import dev.mayfly.engine.TravellingFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A value as bytes, and what was met on the way: functions, classes, side files. */
final class Capture {
    private final byte[] bytes;
    private final List<SerializedLambda> functions;
    private final Set<String> classes;
    private final List<TravellingFile> files;

    private Capture(Writer writer, byte[] bytes) {
        this.bytes = bytes;
        this.functions = List.copyOf(writer.functions);
        this.classes = Set.copyOf(writer.classes);
        this.files = List.copyOf(writer.files);
    }

    /** A value cannot be serialised, because of one that it holds. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;
        private final String type;
        private final boolean isFunction;

        RefusedException(String type, boolean isFunction, @Nullable Throwable cause) {
            super(type, cause);
            this.type = type;
            this.isFunction = isFunction;
        }

        /** The class of what cannot travel. */
        String type() {
            return type;
        }

        /** Whether it is a function that its interface makes no value of. */
        boolean isFunction() {
            return isFunction;
        }
    }

    static Capture of(@Nullable Object value) throws RefusedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Writer writer = new Writer(bytes)) {
            writer.writeObject(value);
            writer.flush();
            return new Capture(writer, bytes.toByteArray());
        } catch (RefusedException e) {
            throw e;
        } catch (NotSerializableException | InvalidClassException e) {
            String type = e instanceof InvalidClassException invalid && invalid.classname != null
                    ? invalid.classname
                    : String.valueOf(e.getMessage());
            throw new RefusedException(type, false, e);
        } catch (IOException | RuntimeException e) {
            throw new RefusedException(value == null ? "null" : value.getClass().getTypeName(), false, e);
        }
    }

    byte[] bytes() {
        return bytes;
    }

    List<SerializedLambda> functions() {
        return functions;
    }

    /** Binary names of the classes of all objects in the value. */
    Set<String> classes() {
        return classes;
    }

    List<TravellingFile> files() {
        return files;
    }

    private static final class Writer extends ObjectOutputStream {
        private final List<SerializedLambda> functions = new ArrayList<>();
        private final Set<String> classes = new LinkedHashSet<>();
        private final List<TravellingFile> files = new ArrayList<>();

        Writer(ByteArrayOutputStream to) throws IOException {
            super(to);
            enableReplaceObject(true);
        }

        @Override
        protected void annotateClass(Class<?> type) {
            classes.add(type.getName());
        }

        @Override
        protected void annotateProxyClass(Class<?> type) {
            for (Class<?> one : type.getInterfaces()) {
                classes.add(one.getName());
            }
        }

        @Override
        protected @Nullable Object replaceObject(@Nullable Object value) throws IOException {
            if (value instanceof SerializedLambda function) {
                functions.add(function);
            } else if (value instanceof TravellingFile file) {
                files.add(file);
            } else if (value instanceof Optional<?> optional) {
                return new TravellingOptional(optional.orElse(null));
            } else if (value != null) {
                requireWhole(value.getClass());
            }
            return value;
        }

        /** Java would send an object without the part of it that a superclass keeps to itself. */
        private static void requireWhole(Class<?> type) throws RefusedException {
            if (!Serializable.class.isAssignableFrom(type)) {
                boolean isFunction = type.isHidden() || type.isSynthetic();
                throw new RefusedException(
                        isFunction && type.getInterfaces().length > 0
                                ? type.getInterfaces()[0].getTypeName()
                                : type.getTypeName(),
                        isFunction,
                        null);
            }
            Class<?> above = type.getSuperclass();
            if (type.getName().contains("$JShell$")
                    && above != null
                    && above != Object.class
                    && above != Record.class
                    && !Serializable.class.isAssignableFrom(above)) {
                throw new RefusedException(type.getTypeName(), false, null);
            }
        }
    }
}
