package dev.mayfly.kernel.cell;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.mayfly.kernel.display.MimeBundle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** One value in several forms as IJava and JJava have it, and as we have it. */
final class DisplayDataForm {
    private static final Gson GSON = new Gson();

    private DisplayDataForm() {}

    /** As a bundle; {@code plain} is its text where it has none. */
    static MimeBundle bundle(DisplayData display, String plain) {
        JsonObject tree = GSON.toJsonTree(display).getAsJsonObject();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put(MimeBundle.TEXT, plain);
        data.putAll(map(tree.get("data")));
        return new MimeBundle(data, map(tree.get("metadata")));
    }

    /** A bundle as IJava has it; of these types alone, where some are named. */
    static DisplayData of(MimeBundle bundle, @Nullable Object value, List<String> types) {
        DisplayData display = new DisplayData();
        if (types.isEmpty()) {
            bundle.data().forEach(display::putData);
            bundle.metadata().forEach(display::putMetaData);
            return display;
        }
        display.putText(bundle.plain());
        for (String type : types) {
            @Nullable Object content = bundle.data().get(type);
            if (content == null && value instanceof CharSequence) {
                // Text is of whatever type its author says.
                content = value.toString();
            }
            if (content != null) {
                display.putData(type, content);
            }
        }
        return display;
    }

    private static Map<String, Object> map(@Nullable JsonElement tree) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (tree != null && tree.isJsonObject()) {
            for (Map.Entry<String, JsonElement> form : tree.getAsJsonObject().entrySet()) {
                JsonElement content = form.getValue();
                map.put(
                        form.getKey(),
                        content.isJsonPrimitive()
                                        && content.getAsJsonPrimitive().isString()
                                ? content.getAsString()
                                : GSON.fromJson(content, Object.class));
            }
        }
        return map;
    }
}
