package dev.mayfly.kernel.cell;

import dev.mayfly.kernel.cell.Workspace.Reply;
import dev.mayfly.kernel.display.MimeBundle;
import dev.mayfly.kernel.session.MavenResolver;
import dev.mayfly.kernel.session.UnresolvedArtifactException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The magics that every workspace has. */
final class StandardMagics {
    private static final Pattern SECRET =
            Pattern.compile("SECRET|TOKEN|PASS|_PWD\\b|CREDENTIAL|_KEY\\b|APIKEY|PRIVATE", Pattern.CASE_INSENSITIVE);
    /** Who somebody is, within a URL. */
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]*@");

    private static final Reply NOTHING = new Reply.Done(Optional.empty());

    private StandardMagics() {}

    static Magics all(MavenResolver maven) {
        List<Magic> all = new ArrayList<>();
        all.add(new Magic(
                "maven",
                false,
                "group:artifact:version ...",
                "adds artifacts of Maven repositories, with what they need",
                (call, context) -> maven(maven, call, context)));
        all.add(new Magic(
                "jars", false, "file-or-pattern ...", "adds jars, or folders of classes", StandardMagics::jars));
        all.add(new Magic(
                "classpath",
                false,
                "[file-or-pattern ...]",
                "shows what was added, or adds more",
                StandardMagics::classpath));
        all.add(new Magic("load", false, "file", "runs a file of snippets in this session", StandardMagics::load));
        all.add(new Magic("time", false, "expression", "runs it and says how long it took", StandardMagics::timeLine));
        all.add(new Magic("who", false, "", "shows the variables of the session", StandardMagics::who));
        all.add(new Magic(
                "env", false, "[name]", "shows environment variables; secrets are hidden", StandardMagics::env));
        all.add(new Magic("html", true, "", "shows the cell as HTML", StandardMagics::html));
        all.add(new Magic("markdown", true, "", "shows the cell as Markdown", StandardMagics::markdown));
        all.add(new Magic("time", true, "", "runs the cell and says how long it took", StandardMagics::timeCell));
        all.add(new Magic("lsmagic", false, "", "shows the magics", (call, context) -> list(all, context)));
        return new Magics(all);
    }

    private static Reply list(List<Magic> all, Magic.Context context) {
        context.show(context.table(
                List.of("magic", "arguments", "does"),
                all.stream()
                        .map(magic -> List.of(magic.called(), magic.usage(), magic.does()))
                        .toList()));
        return NOTHING;
    }

    private static Reply jars(CellPart.Magic call, Magic.Context context) throws MagicException {
        add(words(call), context);
        return NOTHING;
    }

    private static Reply classpath(CellPart.Magic call, Magic.Context context) throws MagicException {
        if (call.arguments().isEmpty()) {
            List<Path> added = context.jars().added();
            context.print(added.isEmpty() ? "nothing was added to the class path" : lines(added));
        } else {
            add(words(call), context);
        }
        return NOTHING;
    }

    private static Reply maven(MavenResolver maven, CellPart.Magic call, Magic.Context context) throws MagicException {
        List<String> coordinates = words(call);
        return context.call(() -> resolved(maven, coordinates), jars -> {
            context.jars().add(jars);
            context.print("added "
                    + String.join(", ", jars.stream().map(FileNames::fileName).toList()));
        });
    }

    private static List<Path> resolved(MavenResolver maven, List<String> coordinates) throws MagicException {
        try {
            return maven.resolve(coordinates);
        } catch (UnresolvedArtifactException | IllegalArgumentException e) {
            throw new MagicException(String.valueOf(e.getMessage()));
        }
    }

    private static void add(List<String> names, Magic.Context context) throws MagicException {
        List<Path> jars = new ArrayList<>();
        for (String name : names) {
            jars.addAll(FileNames.matching(name));
        }
        context.jars().add(jars);
        context.print("added " + lines(jars));
    }

    private static String lines(List<Path> paths) {
        return String.join("\n", paths.stream().map(Path::toString).toList());
    }

    private static Reply load(CellPart.Magic call, Magic.Context context) throws MagicException {
        String name = String.join(" ", words(call));
        try {
            return context.run(name, Files.readString(Path.of(name)));
        } catch (NoSuchFileException e) {
            throw new MagicException(
                    name + " does not exist (looked in " + Path.of("").toAbsolutePath() + ")");
        } catch (IOException | InvalidPathException e) {
            throw new MagicException(name + " cannot be read: " + e.getMessage());
        }
    }

    private static Reply timeLine(CellPart.Magic call, Magic.Context context) throws MagicException {
        requireArguments(call, "an expression, as in %time mapreduce(logs).count()");
        return timed(context, call.placedArguments());
    }

    private static Reply timeCell(CellPart.Magic call, Magic.Context context) {
        return timed(context, "\n".repeat(call.firstLine() + 1) + call.body());
    }

    private static Reply timed(Magic.Context context, String code) {
        long start = System.nanoTime();
        Reply reply = context.run(context.cellName(), code);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        context.print(String.format(Locale.ROOT, "took %.3f s", time.toNanos() / 1e9));
        return reply;
    }

    private static Reply who(CellPart.Magic call, Magic.Context context) {
        List<List<String>> variables = context.variables();
        if (variables.isEmpty()) {
            context.print("no variables yet");
        } else {
            context.show(context.table(List.of("variable", "type", "value"), variables));
        }
        return NOTHING;
    }

    private static Reply env(CellPart.Magic call, Magic.Context context) throws MagicException {
        Map<String, String> all = new TreeMap<>(System.getenv());
        String name = call.arguments();
        if (name.isEmpty()) {
            context.show(context.table(
                    List.of("name", "value"),
                    all.entrySet().stream()
                            .map(entry -> List.of(entry.getKey(), shown(entry.getKey(), entry.getValue())))
                            .toList()));
            return NOTHING;
        }
        if (name.contains("=") || name.contains(" ")) {
            throw new MagicException("a JVM cannot change its environment: set " + name.split("[= ]", 2)[0]
                    + " before Mayfly starts, or keep the value in a variable");
        }
        String value = all.get(name);
        if (value == null) {
            throw new MagicException("the environment has no " + name + "; %env shows what it has");
        }
        context.print(shown(name, value));
        return NOTHING;
    }

    /** The value, unless its name says that it is a secret. */
    static String shown(String name, String value) {
        return SECRET.matcher(name).find()
                ? "(hidden)"
                : USER_INFO.matcher(value).replaceAll("(hidden)@");
    }

    private static Reply html(CellPart.Magic call, Magic.Context context) {
        context.show(MimeBundle.text(call.body().strip()).with(MimeBundle.HTML, call.body()));
        return NOTHING;
    }

    private static Reply markdown(CellPart.Magic call, Magic.Context context) {
        context.show(MimeBundle.text(call.body().strip()).with("text/markdown", call.body()));
        return NOTHING;
    }

    private static List<String> words(CellPart.Magic call) throws MagicException {
        requireArguments(call, "arguments");
        return List.of(call.arguments().split("\\s+"));
    }

    private static void requireArguments(CellPart.Magic call, String what) throws MagicException {
        if (call.arguments().isEmpty()) {
            throw new MagicException(call.called() + " needs " + what + "; %lsmagic shows them");
        }
    }
}
