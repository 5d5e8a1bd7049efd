package io.litedrill.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds the settings of a replica as text, under Litestream's own names ({@code access-key-id}).
 *
 * @param where the file, line and key path of the replica
 */
record ReplicaFields(String where, Map<String, Field> fields) {
    /** The settings that 0.5 takes from the top level; 0.3 takes only the keys. */
    private static final Set<String> SHARED =
            Set.of(("access-key-id secret-access-key region bucket endpoint force-path-style skip-verify account-name"
                            + " account-key sas-token host user password key-path jwt seed creds nkey username token tls root-cas"
                            + " client-cert client-key")
                    .split(" "));
    /** The settings that 0.5 rejects beside a URL. */
    private static final Set<String> IN_URLS = Set.of("bucket", "host");

    /**
     * Holds one setting.
     *
     * @param unset the variables that are not set and were replaced by the empty text
     * @param where the file, line and key path
     */
    record Field(String text, List<String> unset, String where) {}

    ReplicaFields {
        fields = Map.copyOf(fields);
    }

    /** Returns the text of a setting; empty when it is not set. */
    String text(String key) {
        return Optional.ofNullable(fields.get(key)).map(Field::text).orElse("");
    }

    boolean has(String key) {
        return !text(key).isEmpty();
    }

    /** Returns a boolean setting. */
    Optional<Boolean> bool(String key) {
        return Optional.of(text(key)).filter(text -> !text.isEmpty()).map(Boolean::parseBoolean);
    }

    /**
     * Returns why one of the given settings is empty or incomplete, and then the same for all other settings; empty
     * when no variable caused it.
     */
    Optional<String> unsetReason(String... keys) {
        List<String> needed = Stream.of(keys).filter(this::isUnset).toList();
        return needed.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Stream.concat(needed.stream(), fields.keySet().stream().sorted())
                                .distinct()
                                .flatMap(key -> reason(key).stream())
                                .collect(Collectors.joining("; ")));
    }

    /** Returns why settings are empty or incomplete, each with its name and the variables. */
    List<String> unsetReasons() {
        return fields.keySet().stream()
                .sorted()
                .flatMap(key -> reason(key).stream())
                .toList();
    }

    /** Returns the unset variables of a setting as they are written in a file; empty without any. */
    String unsetIn(String key) {
        return Optional.ofNullable(fields.get(key)).stream()
                .flatMap(field -> field.unset.stream())
                .map(name -> "${" + name + "}")
                .collect(Collectors.joining());
    }

    private boolean isUnset(String key) {
        return reason(key).isPresent();
    }

    private Optional<String> reason(String key) {
        return Optional.ofNullable(fields.get(key))
                .filter(field -> !field.unset.isEmpty())
                .map(field -> field.where + ": is " + (field.text.isEmpty() ? "empty" : "incomplete") + " because "
                        + UnsetVariables.reason(field.unset));
    }

    /** Returns these settings, with empty ones taken from the top level. */
    ReplicaFields withDefaults(ReplicaFields defaults) {
        Map<String, Field> merged = new HashMap<>(fields);
        defaults.fields.forEach((key, field) -> {
            // 0.5 rejects a bucket beside a URL, and 0.3 reads no bucket from the top level: with a URL, the bucket is
            // meant for other replicas
            boolean wanted = SHARED.contains(key) && !(IN_URLS.contains(key) && has("url"));
            if (wanted && (!has(key) || (key.equals("skip-verify") && field.text.equals("true")))) {
                merged.put(key, field);
            }
        });
        return new ReplicaFields(where, merged);
    }

    /** Returns the settings for one database of a folder, with the path of its file relative to the folder. */
    ReplicaFields under(String relative) {
        String key = has("url") ? "url" : "path";
        Field base = fields.getOrDefault(key, new Field("", List.of(), where));
        String text = key.equals("url") ? ReplicaUrl.append(base.text, relative) : GoPaths.join(base.text, relative);
        Map<String, Field> changed = new HashMap<>(fields);
        changed.put(key, new Field(text, base.unset, base.where));
        return new ReplicaFields(where, changed);
    }
}
