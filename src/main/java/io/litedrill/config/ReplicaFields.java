package io.litedrill.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The settings of a replica as text, by Litestream's own names ({@code access-key-id}).
 *
 * @param where the file, line and key path of the replica
 */
record ReplicaFields(String where, Map<String, Field> fields) {
    /** What 0.5 takes from the top level; 0.3 takes the keys alone. */
    private static final Set<String> SHARED = Set.of(
            "access-key-id", "secret-access-key", "region", "bucket", "endpoint", "force-path-style", "skip-verify");

    /**
     * One setting.
     *
     * @param unset variables that are not set and were replaced by nothing
     * @param where file, line and key path
     */
    record Field(String text, List<String> unset, String where) {}

    ReplicaFields {
        fields = Map.copyOf(fields);
    }

    /** The text of a setting; empty when it is not set. */
    String text(String key) {
        return Optional.ofNullable(fields.get(key)).map(Field::text).orElse("");
    }

    boolean has(String key) {
        return !text(key).isEmpty();
    }

    /** A setting that is {@code true} or {@code false}. */
    Optional<Boolean> bool(String key) {
        return Optional.of(text(key)).filter(text -> !text.isEmpty()).map(Boolean::parseBoolean);
    }

    /** Why a setting is empty, naming it and the variable; empty when no variable is to blame. */
    Optional<String> unsetReason(String... keys) {
        return Stream.of(keys)
                .flatMap(key -> Optional.ofNullable(fields.get(key)).stream())
                .filter(field -> !field.unset.isEmpty())
                .map(field -> field.where + ": is " + (field.text.isEmpty() ? "empty" : "incomplete") + " because $"
                        + String.join(" and $", field.unset)
                        + (field.unset.size() == 1 ? " is" : " are") + " not set")
                .findFirst();
    }

    /** These settings, and those of the top level for what they leave empty. */
    ReplicaFields withDefaults(ReplicaFields defaults) {
        Map<String, Field> merged = new HashMap<>(fields);
        defaults.fields.forEach((key, field) -> {
            // 0.5 refuses a bucket beside a URL, 0.3 reads no bucket from the top level: with a URL it can only be
            // meant for others
            boolean wanted = SHARED.contains(key) && !(key.equals("bucket") && has("url"));
            if (wanted && (!has(key) || (key.equals("skip-verify") && field.text.equals("true")))) {
                merged.put(key, field);
            }
        });
        return new ReplicaFields(where, merged);
    }

    /** The same replica for one database of a folder, with the path of its file relative to the folder. */
    ReplicaFields under(String relative) {
        String key = has("url") ? "url" : "path";
        Field base = fields.getOrDefault(key, new Field("", List.of(), where));
        String text = key.equals("url") ? ReplicaUrl.append(base.text, relative) : GoPaths.join(base.text, relative);
        Map<String, Field> changed = new HashMap<>(fields);
        changed.put(key, new Field(text, base.unset, base.where));
        return new ReplicaFields(where, changed);
    }
}
