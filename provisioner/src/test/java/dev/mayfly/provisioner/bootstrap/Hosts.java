package dev.mayfly.provisioner.bootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Machines that are network, process and mount namespaces of this one, on a bridge of their own with a metadata service. A
 * machine's first process ends when {@code shutdown}, which is a stub here, says so, and everything in it with it.
 */
public final class Hosts implements AutoCloseable {
    /** One for each process, as several may run on one machine. */
    private static final String NETWORK = "10.77." + ProcessHandle.current().pid() % 250 + ".";

    private static final String OUTSIDE = NETWORK + "254";
    private static final String SHUTDOWN = """
            #!/bin/bash
            # shutdown -P now | -P +MINUTES: ends this namespace, never the machine around it.
            [ -e /var/lib/timer ] && kill "$(cat /var/lib/timer)" 2> /dev/null
            echo "$(date +%s) $*" >> /var/lib/shutdowns
            if [ "$2" = now ]; then touch /var/lib/over; exit; fi
            setsid bash -c "sleep $((${2#+} * 60)); touch /var/lib/over" < /dev/null > /dev/null 2>&1 &
            echo $! > /var/lib/timer
            """;
    private static final String SSHD = """
            Port 22
            PidFile /run/sshd.pid
            HostKey /etc/ssh/ssh_host_ed25519_key
            PasswordAuthentication no
            UsePAM no
            Include /etc/ssh/sshd_config.d/*.conf
            """;
    private static final String PASSWD = """
            root:x:0:0:root:/root:/bin/bash
            sshd:x:100:65534::/run/sshd:/usr/sbin/nologin
            ec2-user:x:1000:1000::/opt/ec2-user:/bin/bash
            nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
            """;
    private static final String BOOT = """
            mount --bind "$1/lib" /var/lib && mount --bind "$1/log" /var/log && mount -t tmpfs tmpfs /opt || exit 1
            mount --bind "$1/ssh" /etc/ssh && mount --bind "$1/passwd" /etc/passwd && mount -t tmpfs tmpfs /run || exit 1
            export PATH="$2:$PATH"
            mkdir -p /run/sshd
            /usr/sbin/sshd -f /etc/ssh/sshd_config
            bash "$1/user-data" &
            until [ -e /var/lib/over ]; do sleep 0.1; done
            """;

    private final Path root;
    /** The system takes its time to forget the names of what was there before. */
    private static final AtomicInteger MADE = new AtomicInteger();

    private final String prefix =
            "m" + ProcessHandle.current().pid() % 100_000 + (char) ('a' + MADE.getAndIncrement() % 26);
    private final Path stubs;
    private final Map<String, Process> machines = new TreeMap<>();
    private final Process service;

    /** After how many seconds without its master a worker gives up. */
    public int orphanedAfter = 6;

    /** What every machine finds in its environment. */
    public final Map<String, String> surroundings = new TreeMap<>();

    public Hosts(Path root) throws IOException, InterruptedException {
        this.root = root;
        this.stubs = Files.createDirectories(root.resolve("stubs"));
        Files.writeString(stubs.resolve("shutdown"), SHUTDOWN);
        Files.setPosixFilePermissions(stubs.resolve("shutdown"), PosixFilePermissions.fromString("rwxr-xr-x"));
        run("ip", "netns", "add", world());
        inWorld("ip", "link", "set", "lo", "up");
        inWorld("ip", "link", "add", "br0", "type", "bridge");
        inWorld("ip", "addr", "add", NETWORK + "1/24", "dev", "br0");
        inWorld("ip", "addr", "add", "169.254.169.254/32", "dev", "br0");
        inWorld("ip", "link", "set", "br0", "up");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        service = new ProcessBuilder(words(
                        "ip",
                        "netns",
                        "exec",
                        world(),
                        java,
                        "-Xmx64m",
                        "-cp",
                        classPath(),
                        MetadataServer.class.getName(),
                        root.toString(),
                        NETWORK + "1",
                        "169.254.169.254"))
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("service.log").toFile())
                .start();
        // This process reaches the machines as the world outside does.
        run("ip", "link", "add", prefix + "o", "type", "veth", "peer", "name", "out", "netns", world());
        inWorld("ip", "link", "set", "out", "master", "br0", "up");
        run("ip", "addr", "add", OUTSIDE + "/24", "dev", prefix + "o");
        run("ip", "link", "set", prefix + "o", "up");
        await("the metadata service answers", 30, () -> Files.exists(root.resolve("serving")));
    }

    private static String classPath() {
        try {
            return Path.of(MetadataServer.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private String world() {
        return prefix + "w";
    }

    private String space(int number) {
        return prefix + "n" + number;
    }

    public static String address(int number) {
        return NETWORK + number;
    }

    /** Where a machine reaches a file of this test. */
    public static String url(String file) {
        return "http://" + NETWORK + "1/files/" + file;
    }

    /** What the metadata service says to a machine. */
    public void say(int number, String path, String value) throws IOException {
        Files.createDirectories(root.resolve(address(number)));
        Path file = said(number, path);
        Path written = Files.writeString(Files.createTempFile(root, number + "-", ".new"), value);
        Files.move(written, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    /** Where that is kept. */
    public Path said(int number, String path) {
        return root.resolve(address(number)).resolve(path.replace('/', '_'));
    }

    /** Boots a machine with its user-data; its number, from 2, is the end of its address. */
    public void boot(int number, String userData) throws IOException {
        String link = prefix + "l" + number;
        run("ip", "netns", "add", space(number));
        inWorld("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", space(number));
        inWorld("ip", "link", "set", link, "master", "br0", "up");
        run("ip", "-n", space(number), "link", "set", "lo", "up");
        run("ip", "-n", space(number), "addr", "add", address(number) + "/24", "dev", "eth0");
        run("ip", "-n", space(number), "link", "set", "eth0", "up");
        run("ip", "-n", space(number), "route", "add", "169.254.169.254/32", "dev", "eth0");
        say(number, "dynamic/instance-identity/document", "{\"pendingTime\" : \"" + Instant.now() + "\"}");
        Path own = home(number);
        Files.createDirectories(own.resolve("lib"));
        Files.createDirectories(own.resolve("log"));
        Files.writeString(own.resolve("user-data"), userData);
        Path ssh = Files.createDirectories(own.resolve("ssh"));
        Files.writeString(ssh.resolve("sshd_config"), SSHD);
        run(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                ssh.resolve("ssh_host_ed25519_key").toString());
        Files.writeString(own.resolve("passwd"), PASSWD);
        ProcessBuilder machine = new ProcessBuilder(words(
                "ip",
                "netns",
                "exec",
                space(number),
                "unshare",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount",
                "--uts",
                "--ipc",
                "--mount-proc",
                "bash",
                "-c",
                BOOT,
                "boot",
                own.toString(),
                stubs.toString()));
        machine.redirectErrorStream(true).redirectOutput(own.resolve("console").toFile());
        machine.environment().put("orphaned_after", String.valueOf(orphanedAfter));
        machine.environment().putAll(surroundings);
        machines.put(String.valueOf(number), machine.start());
    }

    public Path home(int number) {
        return root.resolve("machine-" + number);
    }

    public String log(int number) throws IOException {
        Path log = home(number).resolve("log/mayfly.log");
        return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
    }

    public boolean lives(int number) {
        Process machine = machines.get(String.valueOf(number));
        return machine != null && machine.isAlive();
    }

    /** Cuts a machine off from all others, its own metadata service included. */
    public void cut(int number) throws IOException {
        inWorld("ip", "link", "set", prefix + "l" + number, "down");
    }

    /** Cuts this process off from all machines; among themselves they go on. */
    public void cutOutside() throws IOException {
        inWorld("ip", "link", "set", "out", "down");
    }

    /** Ends that. */
    public void healOutside() throws IOException {
        inWorld("ip", "link", "set", "out", "up");
    }

    /** Ends a machine at once, with all that runs in it. */
    public void kill(int number) {
        Process machine = Objects.requireNonNull(machines.get(String.valueOf(number)));
        machine.descendants().forEach(ProcessHandle::destroyForcibly);
        machine.destroyForcibly().onExit().join();
    }

    /** Ends the cut. */
    public void heal(int number) throws IOException {
        inWorld("ip", "link", "set", prefix + "l" + number, "up");
    }

    /** Runs a command inside of a machine. */
    public void inside(int number, String command) throws IOException {
        Process machine = Objects.requireNonNull(machines.get(String.valueOf(number)));
        long first = machine.children().findFirst().orElseThrow().pid();
        run("nsenter", "-t", String.valueOf(first), "-p", "-m", "-n", "bash", "-c", command);
    }

    /** Waits for a condition, so many seconds at most. */
    public static void await(String what, int seconds, Condition condition) throws IOException, InterruptedException {
        await(() -> what, seconds, condition);
    }

    private static void await(Said what, int seconds, Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.holds()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + seconds + " s: " + what.said());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Waits for a condition of a machine, whose log is told if it does not come. */
    public void await(String what, int number, int seconds, Condition condition)
            throws IOException, InterruptedException {
        await(() -> what + ", machine " + number + ": " + log(number), seconds, condition);
    }

    @FunctionalInterface
    public interface Condition {
        boolean holds() throws IOException;
    }

    @FunctionalInterface
    private interface Said {
        String said() throws IOException;
    }

    private void inWorld(String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", world()));
        all.addAll(List.of(command));
        run(all.toArray(String[]::new));
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
    }

    private static List<String> words(String... words) {
        return List.of(words);
    }

    @Override
    public void close() throws IOException {
        // At once, and with it the way to its addresses; with the namespace alone it goes some time later.
        run("ip", "link", "del", prefix + "o");
        for (Process machine : machines.values()) {
            machine.descendants().forEach(ProcessHandle::destroyForcibly);
            machine.destroyForcibly().onExit().join();
        }
        service.destroyForcibly().onExit().join();
        for (String number : machines.keySet()) {
            run("ip", "netns", "del", space(Integer.parseInt(number)));
        }
        run("ip", "netns", "del", world());
    }
}
