package dev.mayfly.kernel.cell;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.engine.MapReduce;
import dev.mayfly.kernel.session.Archive;
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

    /** What the compiler sees: ours, what notebooks for other Java kernels use, and Jackson, by a type of each jar. */
    private static final List<Archive> CLASS_PATH = List.of(
            Archive.of(CellScope.class, "dev.mayfly.kernel"),
            Archive.of(MapReduce.class, "dev.mayfly.engine"),
            Archive.of(Cluster.class, "dev.mayfly.provisioner"),
            Archive.of(NullMarked.class, "org.jspecify"),
            Archive.of(Renderer.class, "org.dflib.jjava"),
            Archive.of(ObjectMapper.class, "com.fasterxml.jackson.databind"),
            Archive.of(JsonParser.class, "com.fasterxml.jackson.core"),
            Archive.of(JsonProperty.class, "com.fasterxml.jackson.annotation"));

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
        return new SessionOptions(CLASS_PATH, CellScope.class.getClassLoader());
    }

    static void prepare(Session session, OnHand onHand) {
        session.putOnHand(CellScope.class, onHand, IMPORTS);
    }
}
