package dev.mayfly.provisioner.local;

import java.io.IOException;
import java.util.Map;

/** Chooses what a node does. */
final class Works {
    private Works() {}

    static NodeWork of(NodeSettings settings, Map<String, String> tags, AgentFolder folder, String name, NodeLog log)
            throws IOException {
        if (settings.runtime().isEmpty()) {
            return new NoWork();
        }
        SparkPlace place = new SparkPlace(settings.runtime().get(), settings.javaHome(), folder.work(name));
        String master = tags.getOrDefault("master", "");
        if (master.isEmpty()) {
            return new MasterWork(place, settings.size(), log, Ports.free(4));
        }
        Map<String, String> membership = AgentClient.ask(folder.socket(AgentFolder.nameOf(master)), "join")
                .filter(said -> !said.isEmpty())
                .orElseThrow(() -> new IOException("its master " + master + " does not answer"));
        return new WorkerWork(place, settings.size(), log, membership);
    }
}
