package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.bootstrap.Hosts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A whole cloud as a process: the fake EC2, each of whose instances is a machine of {@link Hosts} that runs its user-data.
 * Whoever launches one by the API gets a machine; one that is terminated is gone; one that ends itself is over for the API
 * too. Prints its endpoint. Orders come on standard input: {@code interrupt N} announces that the Nth instance is taken
 * back, {@code cut N} and {@code heal N} its network, {@code drop N} its ssh connections, {@code leave} and {@code return}
 * the way between this world and the machines; {@code log N} prints what one wrote. The end of the input ends all.
 */
final class CloudProgram {
    private static final int FIRST = 2;

    private final FakeEc2 fake;
    private final Hosts hosts;
    private final Map<String, Integer> machines = new TreeMap<>();

    private CloudProgram(FakeEc2 fake, Hosts hosts) {
        this.fake = fake;
        this.hosts = hosts;
    }

    /** Arguments: a folder, and what machines find in their environment, as {@code key=value}. */
    public static void main(String[] arguments) throws Exception {
        try (FakeEc2 fake = new FakeEc2(Optional.of(Clock.systemUTC()));
                Hosts hosts = new Hosts(Path.of(arguments[0]))) {
            for (String setting : List.of(arguments).subList(1, arguments.length)) {
                int equals = setting.indexOf('=');
                hosts.surroundings.put(setting.substring(0, equals), setting.substring(equals + 1));
            }
            for (int number = FIRST; number < 100; number++) {
                fake.instances.addresses.add(Hosts.address(number));
            }
            hosts.orphanedAfter = 60;
            CloudProgram cloud = new CloudProgram(fake, hosts);
            System.out.println(fake.endpoint());
            try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                Thread world = new Thread(cloud::turn, "world");
                world.start();
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    cloud.obey(line.split(" "));
                }
                world.interrupt();
                world.join();
            }
        }
    }

    private void obey(String[] order) throws IOException {
        int number = order.length < 2 ? 0 : Integer.parseInt(order[1]) + FIRST;
        switch (order[0]) {
            case "interrupt" -> hosts.say(number, "meta-data/spot/instance-action", "{\"action\": \"terminate\"}");
            case "cut" -> hosts.cut(number);
            case "heal" -> hosts.heal(number);
            case "drop" -> hosts.inside(number, "kill -9 $(pgrep -f '^sshd.*: ec2-user')");
            case "leave" -> hosts.cutOutside();
            case "return" -> hosts.healOutside();
            case "log" -> System.out.println(hosts.log(number) + "\n(end)");
            default -> throw new IllegalArgumentException(order[0]);
        }
    }

    /** Keeps machines and instances the same, until it is interrupted. */
    private void turn() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(200);
                List<FakeInstance> all;
                synchronized (fake) {
                    fake.instances.settle();
                    all = List.copyOf(fake.instances.all.values());
                }
                for (FakeInstance instance : all) {
                    keep(instance);
                }
            }
        } catch (InterruptedException e) {
            // The program ends.
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keep(FakeInstance instance) throws IOException {
        Integer known = machines.get(instance.id);
        if (known == null) {
            if (!instance.ended) {
                int number = Integer.parseInt(instance.inside.substring(instance.inside.lastIndexOf('.') + 1));
                machines.put(instance.id, number);
                hosts.boot(number, instance.userData);
            }
            return;
        }
        boolean lives = hosts.lives(known);
        if (instance.ended && lives) {
            hosts.kill(known);
        } else if (!instance.ended && !lives) {
            synchronized (fake) {
                fake.instances.end(instance, "Client.InstanceInitiatedShutdown");
            }
        } else if (lives) {
            Map<String, String> tags;
            synchronized (fake) {
                tags = new TreeMap<>(instance.tags);
                instance.console = hosts.log(known);
            }
            for (Map.Entry<String, String> tag : tags.entrySet()) {
                tell(known, "meta-data/tags/instance/" + tag.getKey(), tag.getValue());
            }
        }
    }

    private void tell(int number, String path, String value) throws IOException {
        Path said = hosts.said(number, path);
        if (!Files.exists(said) || !Files.readString(said).equals(value)) {
            hosts.say(number, path, value);
        }
    }
}
