package dev.mayfly.kernel.session;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactDescriptorException;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.artifact.SubArtifact;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/**
 * Finds libraries by their Maven coordinates, with what they need at run time, as Maven itself would: by the person's
 * {@code settings.xml} with its mirrors, proxies and offline mode, into the person's local repository.
 */
public final class MavenResolver {
    private final ContextOverrides overrides;

    private MavenResolver(ContextOverrides overrides) {
        this.overrides = overrides;
    }

    /** By the settings of whoever runs this process. */
    public static MavenResolver ofThisUser() {
        return new MavenResolver(
                ContextOverrides.create().withUserSettings(true).build());
    }

    /** By other settings, into another local repository. */
    public static MavenResolver of(Path settings, Path localRepository) {
        return new MavenResolver(ContextOverrides.create()
                .withUserSettings(true)
                .withUserSettingsXmlOverride(settings)
                .withLocalRepositoryOverride(localRepository)
                .build());
    }

    /**
     * One of the files that were found.
     *
     * @param artifact its name, without that of its group
     */
    public record Resolved(String artifact, String version, Path file) {}

    /**
     * The jars of some libraries and of all that they need at run time, one version of each.
     *
     * @param progress told of each file that is fetched, from any thread
     * @throws IllegalArgumentException if coordinates are not of their form
     * @throws UnresolvedArtifactException if a library, or one that it needs, cannot be had
     */
    public List<Resolved> resolve(MavenRequest request, Consumer<String> progress) throws UnresolvedArtifactException {
        List<Dependency> wanted = request.wanted().stream()
                .map(one -> new Dependency(
                        artifact(one.coordinates()), JavaScopes.RUNTIME, false, exclusions(one.exclusions())))
                .toList();
        try (Context context = Runtimes.INSTANCE.getRuntime().create(overrides)) {
            RepositorySystem system = context.repositorySystem();
            DefaultRepositorySystemSession session =
                    new DefaultRepositorySystemSession(context.repositorySystemSession());
            session.setTransferListener(new Told(progress));
            List<RemoteRepository> repositories = repositories(system, session, context, request);
            List<Dependency> managed = new ArrayList<>();
            for (String bom : request.managed()) {
                managed.addAll(system.readArtifactDescriptor(
                                session, new ArtifactDescriptorRequest(pom(artifact(bom)), repositories, null))
                        .getManagedDependencies());
            }
            CollectRequest collect = new CollectRequest()
                    .setDependencies(wanted)
                    .setManagedDependencies(managed)
                    .setRepositories(repositories);
            DependencyRequest whole =
                    new DependencyRequest(collect, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME));
            return system.resolveDependencies(session, whole).getArtifactResults().stream()
                    .map(ArtifactResult::getArtifact)
                    .filter(found -> !found.getExtension().equals("pom"))
                    .map(found -> new Resolved(
                            found.getArtifactId(),
                            found.getVersion(),
                            found.getFile().toPath()))
                    .toList();
        } catch (DependencyResolutionException e) {
            throw unresolved(
                    request.wanted().stream()
                            .map(MavenRequest.Wanted::coordinates)
                            .toList(),
                    e.getResult().getArtifactResults(),
                    e);
        } catch (ArtifactDescriptorException e) {
            throw new UnresolvedArtifactException(
                    "a BOM cannot be read: " + innermost(e).getMessage(), e);
        }
    }

    /**
     * The jars of some libraries and nothing that they need, in the order of the coordinates.
     *
     * @param fetched told the bytes that came over the network so far, from any thread
     * @throws UnresolvedArtifactException if one cannot be had, or does not have the checksum that its repository says
     */
    public List<Path> fetch(List<String> coordinates, LongConsumer fetched) throws UnresolvedArtifactException {
        try (Context context = Runtimes.INSTANCE.getRuntime().create(overrides)) {
            DefaultRepositorySystemSession session =
                    new DefaultRepositorySystemSession(context.repositorySystemSession());
            session.setChecksumPolicy(RepositoryPolicy.CHECKSUM_POLICY_FAIL);
            session.setTransferListener(new TransferCount(fetched));
            List<ArtifactRequest> requests = coordinates.stream()
                    .map(text -> new ArtifactRequest(artifact(text), context.remoteRepositories(), null))
                    .toList();
            return context.repositorySystem().resolveArtifacts(session, requests).stream()
                    .map(result -> result.getArtifact().getFile().toPath())
                    .toList();
        } catch (ArtifactResolutionException e) {
            throw unresolved(coordinates, e.getResults(), e);
        }
    }

    /**
     * The sources of some libraries, not of what they need: those that can be had.
     *
     * @param request as it was resolved
     */
    public List<Path> sources(MavenRequest request) {
        try (Context context = Runtimes.INSTANCE.getRuntime().create(overrides)) {
            RepositorySystem system = context.repositorySystem();
            List<RemoteRepository> repositories =
                    repositories(system, context.repositorySystemSession(), context, request);
            List<Path> found = new ArrayList<>();
            for (MavenRequest.Wanted one : request.wanted()) {
                try {
                    Artifact sources = new SubArtifact(artifact(one.coordinates()), "sources", "jar");
                    found.add(system.resolveArtifact(
                                    context.repositorySystemSession(), new ArtifactRequest(sources, repositories, null))
                            .getArtifact()
                            .getFile()
                            .toPath());
                } catch (ArtifactResolutionException notPublished) {
                    // Many libraries come without.
                }
            }
            return found;
        }
    }

    /** Those of the request first, then those of the settings. */
    private static List<RemoteRepository> repositories(
            RepositorySystem system, RepositorySystemSession session, Context context, MavenRequest request) {
        List<RemoteRepository> repositories = new ArrayList<>(system.newResolutionRepositories(
                session,
                request.repositories().stream()
                        .map(one -> new RemoteRepository.Builder(one.id(), "default", one.url()).build())
                        .toList()));
        repositories.addAll(context.remoteRepositories());
        return repositories;
    }

    private static Artifact pom(Artifact bom) {
        return new DefaultArtifact(bom.getGroupId(), bom.getArtifactId(), "pom", bom.getVersion());
    }

    private static List<Exclusion> exclusions(List<String> names) {
        return names.stream()
                .map(name -> {
                    String[] parts = name.split(":", -1);
                    return new Exclusion(parts[0], parts.length > 1 ? parts[1] : "*", "*", "*");
                })
                .toList();
    }

    /** Says which file is being fetched, by name and size: not its URL, which may hold a password. */
    private static final class Told extends AbstractTransferListener {
        private final Consumer<String> progress;

        Told(Consumer<String> progress) {
            this.progress = progress;
        }

        @Override
        public void transferSucceeded(TransferEvent event) {
            String name = event.getResource().getResourceName();
            if (!name.contains("maven-metadata")) {
                progress.accept(name.substring(name.lastIndexOf('/') + 1));
            }
        }
    }

    private static Artifact artifact(String coordinates) {
        try {
            return new DefaultArtifact(coordinates.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "not Maven coordinates: '" + coordinates + "'; write group:artifact:version", e);
        }
    }

    private static UnresolvedArtifactException unresolved(
            List<String> wanted, List<ArtifactResult> results, RepositoryException cause) {
        List<ArtifactResult> missing =
                results.stream().filter(result -> !result.isResolved()).toList();
        if (missing.isEmpty()) {
            return new UnresolvedArtifactException(
                    String.join(", ", wanted) + " cannot be resolved: "
                            + innermost(cause).getMessage(),
                    cause);
        }
        String said = missing.stream().map(MavenResolver::describe).collect(Collectors.joining("\n"));
        return new UnresolvedArtifactException(said, cause);
    }

    private static String describe(ArtifactResult missing) {
        Artifact artifact = missing.getRequest().getArtifact();
        Optional<Exception> transfer = missing.getExceptions().stream()
                .filter(failure -> !(failure instanceof ArtifactNotFoundException))
                .findFirst();
        String repositories = missing.getRequest().getRepositories().stream()
                .map(RemoteRepository::getId)
                .collect(Collectors.joining(", "));
        return transfer.isPresent()
                ? artifact + " cannot be fetched from " + repositories + ": "
                        + innermost(transfer.get()).getMessage() + "; check the network, or the proxy in settings.xml"
                : artifact + " is not in " + repositories + "; check its coordinates";
    }

    private static Throwable innermost(Throwable error) {
        List<Throwable> chain = Traces.chain(error);
        return chain.stream()
                .filter(cause -> !(cause instanceof RepositoryException))
                .findFirst()
                .orElse(chain.get(chain.size() - 1));
    }
}
