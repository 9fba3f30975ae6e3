package dev.mayfly.kernel.cell;

import dev.mayfly.kernel.cell.Workspace.Reply;
import dev.mayfly.kernel.display.MimeBundle;
import dev.mayfly.kernel.session.MavenRequest;
import dev.mayfly.kernel.session.MavenResolver;
import dev.mayfly.kernel.session.MavenResolver.Resolved;
import dev.mayfly.kernel.session.PomReader;
import dev.mayfly.kernel.session.UnresolvedArtifactException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The magics that add libraries by their Maven coordinates, as IJava and JJava call them. */
final class MavenMagics {
    private final MavenResolver maven;
    private final ProcessJars process = ProcessJars.ofThisProcess();
    private final List<MavenRequest.Repository> repositories = new CopyOnWriteArrayList<>();

    MavenMagics(MavenResolver maven) {
        this.maven = maven;
    }

    List<Magic> all() {
        String coordinates = "group:artifact:version ... [--exclude group:artifact] [--repo url]";
        String adds = "adds artifacts of Maven repositories, with what they need";
        return List.of(
                new Magic("maven", false, coordinates, adds, this::artifacts),
                new Magic("addMavenDependency", false, coordinates, "the same", this::artifacts),
                new Magic("addMavenDependencies", false, coordinates, "the same", this::artifacts),
                new Magic("mavenRepo", false, "id url", "looks in one more Maven repository", this::repository),
                new Magic("addMavenRepo", false, "id url", "the same", this::repository),
                new Magic("loadFromPOM", false, "file", "adds the dependencies of a pom.xml", this::pomFile),
                new Magic("loadFromPOM", true, "", "adds the dependencies that the cell has as XML", this::pomText));
    }

    private Reply artifacts(CellPart.Magic call, Magic.Context context) throws MagicException {
        List<String> wanted = new ArrayList<>();
        List<String> excluded = new ArrayList<>();
        List<MavenRequest.Repository> more = new ArrayList<>();
        List<String> words = StandardMagics.words(call);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean option = word.equals("--exclude") || word.equals("--repo");
            if (!option) {
                wanted.add(word);
            } else if (i + 1 == words.size()) {
                throw new MagicException(word + " needs a value behind it");
            } else if (word.equals("--exclude")) {
                excluded.add(words.get(++i));
            } else {
                more.add(new MavenRequest.Repository("repo-" + i, words.get(++i)));
            }
        }
        return add(
                new MavenRequest(
                        wanted.stream()
                                .map(one -> new MavenRequest.Wanted(one, excluded))
                                .toList(),
                        List.of(),
                        more),
                context);
    }

    private Reply repository(CellPart.Magic call, Magic.Context context) throws MagicException {
        List<String> words = StandardMagics.words(call);
        if (words.size() != 2) {
            throw new MagicException(
                    call.called() + " needs a name and a URL, as in %mavenRepo mine https://repo.example");
        }
        repositories.add(new MavenRequest.Repository(words.get(0), words.get(1)));
        return new Reply.Done(Optional.empty());
    }

    private Reply pomFile(CellPart.Magic call, Magic.Context context) throws MagicException {
        Path file = context.folder().resolve(StandardMagics.words(call).get(0));
        try {
            return pom(Files.readString(file), context);
        } catch (IOException e) {
            throw new MagicException(file + " cannot be read: " + e.getMessage());
        }
    }

    private Reply pomText(CellPart.Magic call, Magic.Context context) throws MagicException {
        return pom(call.body(), context);
    }

    private Reply pom(String text, Magic.Context context) throws MagicException {
        try {
            return add(PomReader.read(text), context);
        } catch (IllegalArgumentException e) {
            throw new MagicException(String.valueOf(e.getMessage()));
        }
    }

    private Reply add(MavenRequest request, Magic.Context context) throws MagicException {
        List<Resolved> found = new ArrayList<>();
        MavenRequest whole = request.with(repositories);
        Reply reply = context.call(() -> resolve(whole, context), found::addAll);
        if (!(reply instanceof Reply.Done)) {
            return reply;
        }
        List<String> names = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (Resolved jar : found) {
            Optional<ProcessJars.Jar> ours = process.of(jar.artifact());
            files.add(ours.map(ProcessJars.Jar::file).orElse(jar.file()));
            if (ours.isEmpty()) {
                names.add(FileNames.fileName(jar.file()));
            } else if (!ours.get().version().equals(jar.version())) {
                context.print(jar.artifact() + " " + jar.version() + " is left out: Mayfly itself runs on "
                        + ours.get().version() + ", and cells see that one");
            }
        }
        context.jars().add(files);
        context.jars().addedAs(whole);
        context.libraries().install(context::print);
        context.print(names.isEmpty() ? "nothing to add: all of it is there" : "added " + String.join(", ", names));
        return reply;
    }

    private List<Resolved> resolve(MavenRequest request, Magic.Context context) throws MagicException {
        String id = UUID.randomUUID().toString();
        AtomicInteger fetched = new AtomicInteger();
        Consumer<String> told = name -> {
            synchronized (fetched) {
                int count = fetched.incrementAndGet();
                context.update(id, MimeBundle.text("fetched " + count + ": " + name), count == 1);
            }
        };
        try {
            return maven.resolve(request, told);
        } catch (UnresolvedArtifactException | IllegalArgumentException e) {
            throw new MagicException(String.valueOf(e.getMessage()));
        }
    }
}
