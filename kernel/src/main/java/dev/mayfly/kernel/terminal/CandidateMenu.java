package dev.mayfly.kernel.terminal;

import dev.mayfly.kernel.cell.Workspace;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** The candidates that the parser found, as entries of JLine's menu with type or signature beside them. */
final class CandidateMenu implements Completer {
    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> menu) {
        if (!(line instanceof CodeLine code)) {
            return;
        }
        Set<String> seen = new HashSet<>();
        int order = 0;
        for (Workspace.Candidate candidate : code.completions().candidates()) {
            if (seen.add(candidate.text() + '\n' + candidate.signature())) {
                String about = candidate.signature().isEmpty() ? candidate.type() : candidate.signature();
                menu.add(new Candidate(
                        candidate.text(), candidate.text(), null, about, null, candidate.signature(), false, order++));
            }
        }
    }
}
