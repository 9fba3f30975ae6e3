package dev.mayfly.kernel.cell;

import dev.mayfly.kernel.cell.Workspace.Candidate;
import dev.mayfly.kernel.cell.Workspace.Completeness;
import dev.mayfly.kernel.cell.Workspace.Completions;
import dev.mayfly.kernel.display.Html;
import dev.mayfly.kernel.display.MimeBundle;
import dev.mayfly.kernel.session.Documentation;
import dev.mayfly.kernel.session.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Helps while a cell is being typed: what could come next, what a name means, whether it is whole. */
final class Assistance {
    /** A magic's name up to the cursor. */
    private static final Pattern MAGIC_NAME = Pattern.compile("\\h*(%%?)(\\w*)");
    /** A file name up to the cursor: within {@code files("..."}, or after a magic that takes one. */
    private static final Pattern FILE_NAME = Pattern.compile(
            ".*\\bfiles(?:\\.\\w+)?\\(\\s*(?:\"[^\"]*\"\\s*,\\s*)*\"([^\"]*)|\\h*%(?:load|jars|classpath)\\h+(?:\\S+\\h+)*(\\S*)");

    private final Session session;
    private final Magics magics;
    private final PastValues past;
    private final SessionJars jars;
    private final Path folder;

    Assistance(Session session, Magics magics, PastValues past, SessionJars jars, Path folder) {
        this.jars = jars;
        this.folder = folder;
        this.session = session;
        this.magics = magics;
        this.past = past;
    }

    /** Whether Java text could end here. */
    boolean isWhole(String java) {
        return switch (session.completeness(java)) {
            case COMPLETE, EMPTY -> true;
            case INCOMPLETE, INVALID -> false;
        };
    }

    Completions complete(String typed, int typedCursor) {
        PastValues.Expanded expanded = past.expand(typed);
        Completions found = completeExpanded(expanded.code(), expanded.expanded(typedCursor));
        return new Completions(expanded.typed(found.from()), expanded.typed(found.to()), found.candidates());
    }

    private Completions completeExpanded(String code, int cursor) {
        int lineStart = code.lastIndexOf('\n', cursor - 1) + 1;
        String typed = code.substring(lineStart, cursor);
        Matcher file = FILE_NAME.matcher(typed);
        if (file.matches()) {
            int group = file.group(1) == null ? 2 : 1;
            return candidates(
                    lineStart + file.start(group), cursor, FileNames.completing(folder, file.group(group)), "file");
        }
        Optional<Completions> java =
                at(code, cursor).map(place -> java(place, session.complete(place.code(), place.cursor())));
        Matcher magic = MAGIC_NAME.matcher(typed);
        if (magic.matches() && java.map(found -> found.candidates().isEmpty()).orElse(true)) {
            List<String> names = magics.all().stream()
                    .map(Magic::called)
                    .filter(name -> name.startsWith(magic.group(1) + magic.group(2)))
                    .toList();
            return candidates(lineStart + magic.start(1), cursor, names, "magic");
        }
        return java.orElseGet(() -> new Completions(cursor, cursor, List.of()));
    }

    Optional<MimeBundle> inspect(String asked, int askedCursor, int detail) {
        PastValues.Expanded expanded = past.expand(asked);
        String code = expanded.code();
        int cursor = expanded.expanded(askedCursor);
        Optional<Magic> magic = magicAt(code, cursor);
        if (magic.isPresent()) {
            Magic found = magic.get();
            return Optional.of(MimeBundle.text((found.called() + " " + found.usage()).strip() + "\n\n" + found.does()));
        }
        List<Documentation> known = documentation(code, cursor);
        boolean isUndocumented = known.stream().allMatch(each -> each.text().isEmpty());
        if (!known.isEmpty() && isUndocumented && jars.readSources()) {
            known = documentation(code, cursor);
        }
        if (known.isEmpty()) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        StringBuilder html = new StringBuilder();
        for (Documentation each : known) {
            texts.add(each.text().isEmpty() ? each.signature() : each.signature() + "\n\n" + each.text());
            html.append("<pre><code>").append(Html.escape(each.signature())).append("</code></pre>\n");
            html.append(each.html()).append('\n');
        }
        return Optional.of(MimeBundle.text(String.join("\n\n", texts)).with(MimeBundle.HTML, html.toString()));
    }

    private List<Documentation> documentation(String code, int cursor) {
        return at(code, cursor)
                .map(place -> session.inspect(place.code(), place.cursor()))
                .orElse(List.of());
    }

    List<String> importable(String code, int cursor) {
        return at(code, cursor)
                .map(place -> session.importable(place.code(), place.cursor()))
                .orElse(List.of());
    }

    Completeness completeness(String code) {
        List<CellPart> parts = CellPart.split(code, this::isWhole);
        if (parts.isEmpty()) {
            return Completeness.EMPTY;
        }
        CellPart last = parts.get(parts.size() - 1);
        if (last instanceof CellPart.Magic magic) {
            // The body of a cell magic goes on until an empty line.
            boolean open = magic.whole() && !code.matches("(?s).*\\n\\h*\\n?\\h*");
            return open ? Completeness.INCOMPLETE : Completeness.COMPLETE;
        }
        String java = past.expand(((CellPart.Java) last).placed()).code();
        return switch (session.completeness(java)) {
            case COMPLETE -> Completeness.COMPLETE;
            case INCOMPLETE -> Completeness.INCOMPLETE;
            case INVALID -> Completeness.INVALID;
            case EMPTY -> Completeness.EMPTY;
        };
    }

    /** A cursor in Java that stands in a cell. {@code shift} is what to add to a position in the code for one in the cell. */
    private record Place(String code, int cursor, int shift) {}

    private Optional<Place> at(String code, int cursor) {
        for (CellPart part : CellPart.split(code, this::isWhole)) {
            if (cursor < part.start() || cursor > part.end()) {
                continue;
            }
            if (part instanceof CellPart.Java java) {
                int shift = java.start() - java.firstLine();
                return Optional.of(new Place(java.placed(), cursor - shift, shift));
            }
            CellPart.Magic magic = (CellPart.Magic) part;
            if (magic.name().equals("time")) {
                return timed(code, cursor, magic);
            }
        }
        return Optional.empty();
    }

    private static Optional<Place> timed(String code, int cursor, CellPart.Magic magic) {
        String java = magic.whole() ? magic.body() : magic.arguments();
        int start = code.indexOf(
                java, magic.start() + magic.column() + magic.called().length());
        return cursor < start
                ? Optional.empty()
                : Optional.of(new Place(java, Math.min(java.length(), cursor - start), start));
    }

    private Optional<Magic> magicAt(String code, int cursor) {
        for (CellPart part : CellPart.split(code, this::isWhole)) {
            if (part instanceof CellPart.Magic magic) {
                int from = magic.start() + magic.column();
                if (cursor >= from && cursor <= from + magic.called().length()) {
                    return magics.find(magic.name(), magic.whole());
                }
            }
        }
        return Optional.empty();
    }

    private static Completions java(Place place, dev.mayfly.kernel.session.Completions found) {
        List<Candidate> candidates = found.candidates().stream()
                .filter(candidate -> !candidate.text().startsWith(StartUp.LOOK)
                        && !candidate.text().startsWith(StartUp.TIMEIT))
                .map(candidate -> new Candidate(
                        candidate.text(), candidate.kind().name().toLowerCase(Locale.ROOT), candidate.signature()))
                .toList();
        return new Completions(found.from() + place.shift(), found.to() + place.shift(), candidates);
    }

    private static Completions candidates(int from, int to, List<String> texts, String type) {
        return new Completions(
                from,
                to,
                texts.stream().map(text -> new Candidate(text, type, "")).toList());
    }
}
