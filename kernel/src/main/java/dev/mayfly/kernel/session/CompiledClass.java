package dev.mayfly.kernel.session;

import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/** Byte code of a class, as the compiler reads it. Those of the same place are equal. */
interface CompiledClass extends JavaFileObject {
    String SUFFIX = ".class";

    /** {@code java.util.Map$Entry}. */
    String binaryName();

    @Override
    default Kind getKind() {
        return Kind.CLASS;
    }

    @Override
    default boolean isNameCompatible(String simpleName, Kind kind) {
        String name = binaryName();
        return kind == Kind.CLASS && name.substring(name.lastIndexOf('.') + 1).equals(simpleName);
    }

    @Override
    default @Nullable NestingKind getNestingKind() {
        return null;
    }

    @Override
    default @Nullable Modifier getAccessLevel() {
        return null;
    }

    @Override
    default Reader openReader(boolean ignoreEncodingErrors) {
        throw new UnsupportedOperationException(getName() + " is byte code, not text");
    }

    @Override
    default CharSequence getCharContent(boolean ignoreEncodingErrors) {
        throw new UnsupportedOperationException(getName() + " is byte code, not text");
    }

    @Override
    default OutputStream openOutputStream() {
        throw new UnsupportedOperationException(getName() + " is only read");
    }

    @Override
    default Writer openWriter() {
        throw new UnsupportedOperationException(getName() + " is only read");
    }

    @Override
    default boolean delete() {
        return false;
    }
}
