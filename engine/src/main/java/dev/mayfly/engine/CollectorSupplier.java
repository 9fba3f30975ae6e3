package dev.mayfly.engine;

import java.io.Serializable;
import java.util.stream.Collector;

/** Makes a JDK collector where it is needed, since no JDK collector can travel. */
@FunctionalInterface
public interface CollectorSupplier<T, R> extends Serializable {
    Collector<? super T, ?, R> get();
}
