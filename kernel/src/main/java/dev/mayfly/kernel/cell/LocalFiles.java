package dev.mayfly.kernel.cell;

import dev.mayfly.engine.SideFile;
import dev.mayfly.engine.sink.LineOutput;
import dev.mayfly.engine.sink.ObjectOutput;
import java.nio.file.Path;

/** Local files as places for results: the variable {@code files} of every cell. */
public final class LocalFiles {
    private final Path folder;

    /** @param folder what relative names start from */
    LocalFiles(Path folder) {
        this.folder = folder;
    }

    /** One file of lines, gzip where its name ends in {@code .gz}: {@code .to(files.lineOutput("errors.gz").sorted())}. */
    public LineOutput lineOutput(String file) {
        return LineOutput.file(folder.resolve(file));
    }

    /** A folder with a file for each key. */
    public ObjectOutput output(String name) {
        return ObjectOutput.folder(folder.resolve(name));
    }

    /** A folder with a file for each key, by the name that {@code s3} has for it. */
    public ObjectOutput objectOutput(String folderName) {
        return output(folderName);
    }

    /**
     * A small data file that the functions of a job look into: {@code files.side("geo.csv").map(Place.class, p -> p.id())}.
     *
     * @throws IllegalArgumentException if there is no such file
     */
    public SideFile side(String file) {
        return SideFile.of(folder.resolve(file));
    }

    /** Says what this is. */
    @Override
    public String toString() {
        return "files(\"logs/*.gz\") reads; files.side(\"geo.csv\") is looked into by functions; "
                + "files.lineOutput(\"out.gz\") and files.output(\"folder\") write";
    }
}
