package dev.mayfly.engine.node;

import dev.mayfly.engine.spill.SpillException;
import dev.mayfly.engine.spill.TypeAgreement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Asks the session what all tasks of a job agree upon, each question once. */
final class AgreedTypes implements TypeAgreement {
    private final SessionLink session;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    AgreedTypes(SessionLink session) {
        this.session = session;
    }

    @Override
    public int number(String table, String type) {
        return Integer.parseInt(ask("number", table, type));
    }

    @Override
    public String type(String table, int number) {
        return ask("type", table, Integer.toString(number));
    }

    @Override
    public String bare(String codec, String proposed) {
        String question = "bare\n" + codec;
        String agreed = known.get(question);
        if (agreed == null) {
            agreed = post(question + "\n" + proposed);
            if (!agreed.isEmpty()) {
                known.put(question, agreed);
            }
        }
        return agreed;
    }

    private String ask(String what, String table, String about) {
        String question = what + "\n" + table + "\n" + about;
        String answer = known.get(question);
        if (answer == null) {
            answer = post(question);
            known.put(question, answer);
        }
        return answer;
    }

    private String post(String question) {
        try {
            return new String(session.post("types", question.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new SpillException(String.valueOf(e.getMessage()), e);
        }
    }
}
