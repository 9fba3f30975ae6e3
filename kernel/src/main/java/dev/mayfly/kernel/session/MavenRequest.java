package dev.mayfly.kernel.session;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@link MavenResolver} is to find.
 *
 * @param wanted the libraries, which come with what they need at run time
 * @param managed versions that others of them take, whatever they ask for: artifacts of BOMs
 * @param repositories where to look besides the places of the person's settings
 */
public record MavenRequest(List<Wanted> wanted, List<String> managed, List<Repository> repositories) {
    public MavenRequest {
        wanted = List.copyOf(wanted);
        managed = List.copyOf(managed);
        repositories = List.copyOf(repositories);
    }

    /**
     * A library.
     *
     * @param coordinates {@code group:artifact[:extension[:classifier]]:version}
     * @param exclusions {@code group:artifact} of what not to bring along, where {@code *} stands for any
     */
    public record Wanted(String coordinates, List<String> exclusions) {
        public Wanted {
            exclusions = List.copyOf(exclusions);
        }
    }

    /** A repository by a name of its own. */
    public record Repository(String id, String url) {}

    /** Some libraries, whole, from the places of the person's settings. */
    public static MavenRequest of(List<String> coordinates) {
        return new MavenRequest(
                coordinates.stream().map(each -> new Wanted(each, List.of())).toList(), List.of(), List.of());
    }

    /** The same with more places to look in. */
    public MavenRequest with(List<Repository> more) {
        List<Repository> all = new ArrayList<>(repositories);
        all.addAll(more);
        return new MavenRequest(wanted, managed, all);
    }
}
