package io.litedrill.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lists the keys that at least one version of Litestream (0.3.13, 0.5.17) reads in one kind of mapping of
 * litestream.yml.
 *
 * @param place describes the mapping, for messages
 */
record LitestreamKeys(String place, Set<String> keys) {
    /** The settings of replicas, which the top may have for all replicas. */
    private static final String SETTINGS =
            "sync-interval validation-interval auto-recover access-key-id secret-access-key region bucket endpoint"
                    + " force-path-style sign-payload require-content-md5 skip-verify part-size concurrency"
                    + " sse-customer-algorithm sse-customer-key sse-customer-key-path sse-kms-key-id storage-class"
                    + " sign-accept-encoding account-name account-key sas-token host user password key-path"
                    + " concurrent-writes host-key webdav-url webdav-username webdav-password jwt seed creds nkey"
                    + " username token tls root-cas client-cert client-key max-reconnects reconnect-wait timeout source"
                    + " age";

    /** The top of the file. */
    static final LitestreamKeys TOP = of(
            "at the top of the file",
            "addr socket levels snapshot validation l0-retention l0-retention-check-interval verify-compaction"
                    + " heartbeat-url heartbeat-interval dbs exec logging mcp-addr shutdown-sync-timeout"
                    + " shutdown-sync-interval retention " + SETTINGS);

    /** An item of {@code dbs}. */
    static final LitestreamKeys DATABASE = of(
            "on a database",
            "path dir pattern recursive watch meta-path meta-dir monitor-interval checkpoint-interval busy-timeout"
                    + " min-checkpoint-page-count max-checkpoint-page-count truncate-page-n restore-if-db-not-exists"
                    + " max-sync-ltx-files max-sync-wal-bytes heartbeat-url heartbeat-interval snapshot replica"
                    + " replicas");

    /** A replica. */
    static final LitestreamKeys REPLICA =
            of("on a replica", "type name path url retention retention-check-interval snapshot-interval " + SETTINGS);

    /** Copies the set. */
    LitestreamKeys {
        keys = Set.copyOf(keys);
    }

    private static LitestreamKeys of(String place, String keys) {
        return new LitestreamKeys(place, Set.of(keys.split(" ")));
    }

    /** Warns of the keys of a mapping that Litestream ignores although they seem to be meant for it. */
    void warn(LenientMapping mapping) {
        for (Value.Entry entry : mapping.value().entries()) {
            if (!keys.contains(entry.key())) {
                hint(entry.key())
                        .ifPresent(hint -> mapping.report()
                                .warning(mapping.whereOf(entry)
                                        + ": is not a key that Litestream reads here, and has no effect; " + hint));
            }
        }
    }

    private Optional<String> hint(String key) {
        Optional<String> spelling = keys.stream()
                .filter(known -> normal(known).equals(normal(key)))
                .findFirst()
                .or(() -> nearest(key, keys));
        return spelling.map(known -> "did you mean " + known + "?").or(() -> elsewhere(key));
    }

    private static Optional<String> nearest(String key, Collection<String> keys) {
        return key.startsWith("x-") ? Optional.empty() : Spelling.nearest(key, keys);
    }

    private static Optional<String> elsewhere(String key) {
        List<String> places = Stream.of(TOP, DATABASE, REPLICA)
                .filter(level -> level.keys.contains(key))
                .map(level -> level.place)
                .toList();
        return places.isEmpty() ? Optional.empty() : Optional.of("it reads it " + String.join(" and ", places));
    }

    private static String normal(String key) {
        return key.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }
}
