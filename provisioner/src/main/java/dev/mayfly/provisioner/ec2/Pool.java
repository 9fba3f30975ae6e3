package dev.mayfly.provisioner.ec2;

/**
 * Where capacity may be: one type of machine in one subnet, and so in one zone. A launch token means one pool.
 *
 * @param vpc the network that the subnet is part of
 */
record Pool(String type, String subnet, String zone, String vpc) {
    @Override
    public String toString() {
        return type + " in " + zone;
    }
}
