package io.litedrill.cluster;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Holds a checksum of each key of a configuration, so that two nodes can name the keys in which theirs differ without
 * exchanging values.
 *
 * @param keys the checksums by key, such as {@code databases[app].drill.interval}
 */
public record ConfigurationDigest(SortedMap<String, String> keys) {
    /** The keys that each node has for itself, and the place where the nodes meet. */
    private static final Set<String> OWN = Set.of(
            "listen", "home", "scratch", "node", "metrics_token", "history.url", "history.user", "history.password");

    private static final Set<String> SECRETS = Set.of("token", "token_sha256", "password", "health_url");
    private static final int CHECKSUM_BYTES = 6;

    /**
     * Computes the checksums.
     *
     * @param values the keys and values, with maps and lists below them; secrets are hidden already, or omitted here
     */
    public static ConfigurationDigest of(Map<String, Object> values) {
        SortedMap<String, String> keys = new TreeMap<>();
        add(keys, "", values);
        return new ConfigurationDigest(keys);
    }

    private static void add(Map<String, String> keys, String path, Object value) {
        if (OWN.contains(path) || SECRETS.contains(path.replaceFirst(".*[.]", ""))) {
            return;
        }
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, below) -> add(keys, path.isEmpty() ? String.valueOf(key) : path + "." + key, below));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                add(keys, path + "[" + name(list.get(i)).orElse(String.valueOf(i)) + "]", list.get(i));
            }
        } else {
            keys.put(path, checksum(String.valueOf(value)));
        }
    }

    private static Optional<String> name(Object item) {
        return item instanceof Map<?, ?> map
                ? Optional.ofNullable(map.get("name")).map(String::valueOf)
                : Optional.empty();
    }

    /**
     * Returns the keys that differ, sorted.
     *
     * @param sameVersion whether both nodes have the same version of Litedrill; otherwise a key that only one of them
     *     has is no difference, because the other version may not know it
     */
    public Set<String> differences(ConfigurationDigest other, boolean sameVersion) {
        Set<String> all = new TreeSet<>(keys.keySet());
        if (sameVersion) {
            all.addAll(other.keys.keySet());
        } else {
            all.retainAll(other.keys.keySet());
        }
        all.removeIf(key -> Optional.ofNullable(keys.get(key)).equals(Optional.ofNullable(other.keys.get(key))));
        return all;
    }

    /** Returns the text that the database stores. */
    String text() {
        return keys.entrySet().stream()
                .map(key -> key.getValue() + " " + key.getKey().replace('\n', ' '))
                .collect(Collectors.joining("\n"));
    }

    /** Reads the text of {@link #text}. Ignores lines of another form. */
    static ConfigurationDigest parse(String text) {
        SortedMap<String, String> keys = new TreeMap<>();
        text.lines().filter(line -> line.indexOf(' ') > 0).forEach(line -> {
            int space = line.indexOf(' ');
            keys.put(line.substring(space + 1), line.substring(0, space));
        });
        return new ConfigurationDigest(keys);
    }

    private static String checksum(String value) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, CHECKSUM_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
