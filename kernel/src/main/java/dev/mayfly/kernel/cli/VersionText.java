package dev.mayfly.kernel.cli;

/** What {@code --version} prints. */
final class VersionText {
    private VersionText() {}

    static String[] lines() {
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
