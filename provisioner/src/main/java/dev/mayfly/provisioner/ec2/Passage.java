package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.Access;
import dev.mayfly.provisioner.Gateway;
import dev.mayfly.provisioner.Node;
import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.ssh.Tunnel;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A tunnel to one master, for as many as hold it. It is made when the first enters. */
final class Passage {
    private static final int ENGINE_PAGES = 4_040;

    /** The secret and what is known of the node, as it wrote both down for those who may log in. */
    private static final String LOOK = "cd /var/lib/mayfly && sed 's/^/token=/' token && echo && cat about";

    private final Node master;
    private final Function<Node, Tunnel> connect;
    private final Map<String, Passage> all;
    private int holders;
    private @Nullable Tunnel tunnel;
    private @Nullable Entrance entrance;

    private record Entrance(int port, int pages, Map<String, String> said) {}

    /** @param all those that are open, by their masters' ids; also what guards how many hold each */
    Passage(Node master, Function<Node, Tunnel> connect, Map<String, Passage> all) {
        this.master = master;
        this.connect = connect;
        this.all = all;
    }

    void hold() {
        holders++;
    }

    void release() {
        synchronized (all) {
            holders--;
            if (holders > 0) {
                return;
            }
            all.remove(master.id(), this);
        }
        end();
    }

    synchronized boolean isOver() {
        return tunnel != null && tunnel.isOver();
    }

    synchronized void end() {
        if (tunnel != null) {
            tunnel.close();
        }
    }

    synchronized Gateway enter() {
        Tunnel open = tunnel;
        if (open == null) {
            open = connect.apply(master);
            tunnel = open;
        }
        Entrance found = entrance;
        if (found == null) {
            Map<String, String> said = look(open);
            found = new Entrance(open.forward(Access.CONNECT_PORT), open.forward(ENGINE_PAGES), said);
            entrance = found;
        }
        return new MasterGateway(open, found);
    }

    private Map<String, String> look(Tunnel open) {
        try {
            Map<String, String> said = new HashMap<>();
            open.run(LOOK).lines().filter(line -> line.contains("=")).forEach(line -> {
                int equals = line.indexOf('=');
                said.put(line.substring(0, equals), line.substring(equals + 1).strip());
            });
            if (said.getOrDefault("token", "").isEmpty()) {
                throw new ProvisionerException(master.label() + " has no token for its engine: it runs none.");
            }
            return said;
        } catch (IOException e) {
            throw new ProvisionerException(
                    master.label() + " does not say how its engine is reached: " + e.getMessage(), e);
        }
    }

    /** A hold on the passage. */
    private final class MasterGateway implements Gateway {
        private final Tunnel open;
        private final Entrance found;
        private boolean closed;

        MasterGateway(Tunnel open, Entrance found) {
            this.open = open;
            this.found = found;
        }

        @Override
        public String host() {
            return "localhost";
        }

        @Override
        public int port() {
            return found.port();
        }

        @Override
        public String token() {
            return found.said().getOrDefault("token", "");
        }

        @Override
        public Optional<URI> ui() {
            return Optional.of(URI.create("http://127.0.0.1:" + found.pages() + "/"));
        }

        @Override
        public String runtime() {
            return found.said().getOrDefault("runtime", "");
        }

        @Override
        public int java() {
            String java = found.said().getOrDefault("java", "");
            return java.matches("\\d{1,3}") ? Integer.parseInt(java) : 0;
        }

        @Override
        public String inward(int localPort) {
            String address = master.place().inside();
            return "http://" + address + ":" + open.inward(address, localPort);
        }

        @Override
        public boolean sharesFiles() {
            return false;
        }

        @Override
        public void close() {
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
            }
            release();
        }

        /** Without the token. */
        @Override
        public String toString() {
            return host() + ":" + port() + " through " + open;
        }
    }
}
