package dev.mayfly.kernel.cli;

import dev.mayfly.kernel.jupyter.KernelSpec;
import dev.mayfly.kernel.jupyter.KernelSpec.Place;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which kernelspec is meant: where it is and what it is called. */
final class PlaceOptions {
    @ArgGroup(exclusive = true)
    private Where where = new Where();

    @Option(names = "--name", paramLabel = "N", description = "What Jupyter calls the kernel; default: mayfly.")
    private String name = KernelSpec.DEFAULT_NAME;

    static final class Where {
        @Option(names = "--user", description = "For you alone; the default.")
        private boolean user;

        @Option(names = "--prefix", paramLabel = "P", description = "Below P/share/jupyter.")
        private Optional<Path> prefix = Optional.empty();

        @Option(names = "--sys-prefix", description = "In the Python environment that is active.")
        private boolean sysPrefix;
    }

    Place place() {
        if (where.user) {
            return new Place.User();
        }
        if (where.sysPrefix) {
            return new Place.SysPrefix();
        }
        return where.prefix.<Place>map(Place.Prefix::new).orElseGet(Place.User::new);
    }

    String name() {
        return name;
    }
}
