package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What {@code kernel_info_reply} says. */
final class KernelInfo {
    private KernelInfo() {}

    static ObjectNode content() {
        String java = Runtime.version().toString();
        ObjectNode content = Contents.ok();
        content.put("protocol_version", Author.PROTOCOL);
        content.put("implementation", "mayfly");
        content.put("implementation_version", version());
        content.put(
                "banner",
                "Mayfly " + version() + ", Java " + java + "\n"
                        + "mapreduce(files(\"logs/*.gz\")) starts a question; name? shows what a name is.");
        content.put("debugger", false);
        content.putArray("supported_features").add("kernel subshells");
        // Every client finds its Java mode by this MIME type: CodeMirror 5 and 6 both have it.
        content.putObject("language_info")
                .put("name", "java")
                .put("version", java)
                .put("mimetype", "text/x-java")
                .put("codemirror_mode", "text/x-java")
                .put("pygments_lexer", "java")
                .put("file_extension", ".jsh");
        ArrayNode links = content.putArray("help_links");
        link(
                links,
                "Java API",
                "https://docs.oracle.com/en/java/javase/" + Runtime.version().feature() + "/docs/api/");
        link(links, "Java language", "https://docs.oracle.com/javase/specs/");
        return content;
    }

    private static void link(ArrayNode links, String text, String url) {
        links.addObject().put("text", text).put("url", url);
    }

    /** As the jar's manifest has it; class folders have none. */
    private static String version() {
        String version = KernelInfo.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
