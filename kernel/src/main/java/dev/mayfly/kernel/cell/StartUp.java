package dev.mayfly.kernel.cell;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.engine.MapReduce;
import dev.mayfly.kernel.session.Session;
import dev.mayfly.kernel.session.SessionOptions;
import dev.mayfly.provisioner.Cluster;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.jspecify.annotations.NullMarked;

/** What a session knows before its first cell: what the compiler sees, imports, and the names on hand. */
final class StartUp {
    /** Calls for the front end's own expressions. */
    static final String LOOK = "$look";
    /** Runs code again and again for {@code %timeit}. */
    static final String TIMEIT = "$timeit";

    /**
     * One type of each jar that the compiler sees: ours, what notebooks for other Java kernels use, and Jackson. Each jar
     * costs every start some milliseconds.
     */
    private static final List<Class<?>> ORIGINS = List.of(
            CellScope.class,
            MapReduce.class,
            Cluster.class,
            NullMarked.class,
            Renderer.class,
            ObjectMapper.class,
            JsonParser.class,
            JsonProperty.class);

    private static final List<String> IMPORTS = List.of(
            "dev.mayfly.engine.*",
            "dev.mayfly.engine.sink.LineOutput",
            "dev.mayfly.engine.sink.ObjectOutput",
            "dev.mayfly.engine.source.Input",
            "dev.mayfly.engine.source.Inputs",
            "dev.mayfly.engine.spill.MagicList",
            "java.io.*",
            "java.math.*",
            "java.nio.file.*",
            "java.time.*",
            "java.util.*",
            "java.util.function.*",
            "java.util.stream.*");

    private StartUp() {}

    /** What a session is opened with. */
    static SessionOptions options() {
        return SessionOptions.of(ORIGINS);
    }

    static void prepare(Session session, OnHand onHand) {
        session.putOnHand(CellScope.class, onHand, IMPORTS);
    }
}
