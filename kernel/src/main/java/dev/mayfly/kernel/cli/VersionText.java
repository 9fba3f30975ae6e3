package dev.mayfly.kernel.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionText implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "Mayfly " + mayfly(), "Java " + Runtime.version() + ", " + System.getProperty("java.home"),
        };
    }

    /** The version in the jar's manifest. */
    static String mayfly() {
        String version = VersionText.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
