package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.Cluster;
import java.net.URI;

/** A controller as a process of its own, which ends in the middle of a call as if by kill -9. */
final class ControllerProgram {
    static final int HALTED = 137;

    private ControllerProgram() {}

    /** Arguments: where EC2 is, at which call it ends, whether before that call, and how many workers it wants. */
    public static void main(String[] arguments) {
        Guillotine guillotine = new Guillotine(
                Integer.parseInt(arguments[1]), Boolean.parseBoolean(arguments[2]), () -> Runtime.getRuntime()
                        .halt(HALTED));
        FakeTime time = new FakeTime();
        Ec2Cloud cloud = Controllers.cloud(URI.create(arguments[0]), time, Controllers.SPEC, guillotine);
        try (Cluster cluster = Cluster.of(Controllers.SPEC, cloud, time, time)) {
            int workers = Integer.parseInt(arguments[3]);
            if (workers < 0) {
                cluster.down();
            } else {
                cluster.up(workers);
            }
        }
    }
}
