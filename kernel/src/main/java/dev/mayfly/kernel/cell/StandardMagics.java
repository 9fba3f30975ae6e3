package dev.mayfly.kernel.cell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.kernel.cell.Workspace.Reply;
import dev.mayfly.kernel.display.MimeBundle;
import dev.mayfly.kernel.session.MavenResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    static Magics all(MavenResolver maven, boolean shell) {
        List<Magic> all = new ArrayList<>(new MavenMagics(maven).all());
        all.add(new Magic(
                "jars", false, "file-or-pattern ...", "adds jars, or folders of classes", StandardMagics::jars));
        all.add(new Magic(
                "classpath",
                false,
                "[file-or-pattern ...]",
                "shows what was added, or adds more",
                StandardMagics::classpath));
        all.add(new Magic("load", false, "file", "runs a file of snippets in this session", StandardMagics::load));
        all.addAll(TimeMagics.all());
        all.add(ShellMagic.of(shell));
        all.add(new Magic("who", false, "", "shows the variables of the session", StandardMagics::who));
        all.add(new Magic(
                "env", false, "[name]", "shows environment variables; secrets are hidden", StandardMagics::env));
        all.add(new Magic("html", true, "", "shows the cell as HTML", show(MimeBundle.HTML)));
        all.add(new Magic("markdown", true, "", "shows the cell as Markdown", show("text/markdown")));
        all.add(new Magic("latex", true, "", "shows the cell as LaTeX", show("text/latex")));
        all.add(new Magic("svg", true, "", "shows the cell as a picture in SVG", show("image/svg+xml")));
        all.add(new Magic("javascript", true, "", "runs the cell in the browser", show("application/javascript")));
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

    private static void add(List<String> names, Magic.Context context) throws MagicException {
        List<Path> jars = new ArrayList<>();
        for (String name : names) {
            jars.addAll(FileNames.matching(context.folder(), name));
        }
        context.jars().add(jars);
        context.libraries().install(context::print);
        context.print("added " + lines(jars));
    }

    private static String lines(List<Path> paths) {
        return String.join("\n", paths.stream().map(Path::toString).toList());
    }

    private static Reply load(CellPart.Magic call, Magic.Context context) throws MagicException {
        String name = String.join(" ", words(call));
        try {
            String text = Files.readString(context.folder().resolve(name));
            return name.endsWith(".ipynb") ? cells(name, text, context) : context.run(name, text);
        } catch (NoSuchFileException e) {
            throw new MagicException(
                    name + " does not exist (looked in " + context.folder().toAbsolutePath() + ")");
        } catch (IOException | InvalidPathException e) {
            throw new MagicException(name + " cannot be read: " + e.getMessage());
        }
    }

    /** Runs the code cells of a notebook, up to the first that fails. */
    private static Reply cells(String name, String json, Magic.Context context) throws IOException {
        Reply last = NOTHING;
        int number = 0;
        for (JsonNode cell : new ObjectMapper().readTree(json).path("cells")) {
            if (cell.path("cell_type").asText().equals("code") && last instanceof Reply.Done) {
                JsonNode source = cell.path("source");
                StringBuilder code = new StringBuilder(source.isTextual() ? source.textValue() : "");
                source.forEach(line -> code.append(line.asText()));
                last = context.run(name + " cell " + ++number, code.toString());
            }
        }
        return last;
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

    private static Magic.Action show(String type) {
        return (call, context) -> {
            context.show(MimeBundle.text(call.body().strip()).with(type, call.body()));
            return NOTHING;
        };
    }

    /** The arguments, of which there must be one. */
    static List<String> words(CellPart.Magic call) throws MagicException {
        requireArguments(call, "arguments");
        return List.of(call.arguments().split("\\s+"));
    }

    static void requireArguments(CellPart.Magic call, String what) throws MagicException {
        if (call.arguments().isEmpty()) {
            throw new MagicException(call.called() + " needs " + what + "; %lsmagic shows them");
        }
    }
}
