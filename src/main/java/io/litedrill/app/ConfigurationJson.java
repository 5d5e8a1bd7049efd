package io.litedrill.app;

import io.litedrill.config.Config;
import io.litedrill.config.ConfigPrinter;
import io.litedrill.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Converts a configuration to JSON. Durations are seconds. */
final class ConfigurationJson {
    private ConfigurationJson() {}

    /**
     * Returns a configuration as JSON.
     *
     * @param found the names of the databases below each prefix, by the id of the prefix
     */
    static JsonObject of(Config config, Map<String, List<String>> found) {
        return JsonObject.with()
                .put("file", config.file().toString())
                .put("errors", config.faults())
                .put("warnings", config.warnings())
                .putAll(object(ConfigPrinter.values(config, found)))
                .build();
    }

    private static JsonObject object(Map<?, ?> values) {
        JsonObject.Builder object = JsonObject.with();
        values.forEach((key, value) -> object.put(String.valueOf(key), json(value)));
        return object.build();
    }

    private static Object json(Object value) {
        if (value instanceof Map<?, ?> map) {
            return object(map);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ConfigurationJson::json).toList();
        }
        if (value instanceof Duration duration) {
            return duration.toMillis() / 1000.0;
        }
        return value instanceof Boolean || value instanceof Number ? value : value.toString();
    }
}
