package dev.mayfly.kernel.cell;

import dev.mayfly.engine.s3.S3;
import dev.mayfly.kernel.session.Session;
import dev.mayfly.kernel.session.Variable;

/** What a session knows before its first cell: imports, the objects on hand, and the methods that call them. */
final class StartUp {
    /** The variable behind the methods; not for cells. */
    static final String ON_HAND = "$mayfly";

    /** How traces call this code. */
    static final String NAME = "start-up";

    private static final String IMPORTS = """
            import dev.mayfly.engine.*;
            import dev.mayfly.engine.sink.LineOutput;
            import dev.mayfly.engine.sink.ObjectOutput;
            import dev.mayfly.engine.source.Input;
            import dev.mayfly.engine.source.Inputs;
            import dev.mayfly.engine.spill.MagicList;
            import java.io.*;
            import java.math.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            import java.util.function.*;
            import java.util.stream.*;
            """;

    private static final String METHODS = """
            MapReduce<String> mapreduce(Inputs inputs) {
                return $mayfly.mapreduce(inputs);
            }
            <K, V, R> Result<Pair<K, R>> mapreduce(Inputs inputs, Mapper<String, K, V> mapper, Reducer<K, V, R> reducer) {
                return $mayfly.mapreduce(inputs).mapReduce(mapper, reducer);
            }
            Inputs files(String... names) {
                return $mayfly.files(names);
            }
            Inputs urls(List<String> urls) {
                return $mayfly.urls(urls);
            }
            void display(Object value) {
                $mayfly.display(value);
            }
            void display(Object value, String id) {
                $mayfly.display(value, id);
            }
            void updateDisplay(String id, Object value) {
                $mayfly.updateDisplay(id, value);
            }
            void clear() {
                $mayfly.clear(false);
            }
            """;

    private StartUp() {}

    /** Whether a variable is one that every session has. */
    static boolean isOnHand(Variable variable) {
        return variable.name().equals(ON_HAND)
                || variable.value() instanceof LocalFiles
                || variable.value() instanceof S3
                || variable.value() instanceof SessionCluster;
    }

    static void prepare(Session session, OnHand onHand, LocalFiles files, S3 s3, SessionCluster cluster) {
        session.define(IMPORTS);
        session.bind(ON_HAND, OnHand.class.getName(), onHand);
        session.bind("files", LocalFiles.class.getName(), files);
        session.bind("s3", S3.class.getName(), s3);
        session.bind("cluster", SessionCluster.class.getName(), cluster);
        session.define(METHODS);
    }
}
