package dev.mayfly.provisioner;

import java.util.LinkedHashMap;
import java.util.Map;

/** How jobs run, wherever they run: what an engine is told besides places and sizes. */
public final class JobSettings {
    private JobSettings() {}

    /**
     * As properties of Spark.
     *
     * @param runtime the {@link NodeRuntime#hash}, which sessions compare with their own before they send a job
     */
    public static Map<String, String> of(String runtime) {
        Map<String, String> properties = new LinkedHashMap<>();
        // A function that fails for a reason in it fails each time: a second try is for the machine's sake alone.
        properties.put("spark.task.maxFailures", "3");
        properties.put("spark.speculation", "true");
        // A worker that is told to go first hands over what it holds.
        properties.put("spark.decommission.enabled", "true");
        properties.put("spark.storage.decommission.enabled", "true");
        properties.put("spark.storage.decommission.shuffleBlocks.enabled", "true");
        properties.put("spark.storage.decommission.rddBlocks.enabled", "true");
        // The results of a session that is gone are waited for half a minute: a tunnel may break and come back.
        properties.put("spark.connect.execute.manager.detachedTimeout", "30s");
        properties.put("spark.connect.execute.manager.maintenanceInterval", "5s");
        properties.put("spark.connect.progress.reportInterval", "250ms");
        properties.put("spark.mayfly.runtime", runtime);
        return properties;
    }
}
