package io.litedrill.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lists every key of litedrill.yml. The reader, its hints and the tests of the documentation share this list. */
final class ConfigKeys {
    /** Key paths from the top; {@code []} stands for each item of a list. */
    static final List<String> ALL = all();

    /** The names of the keys directly below each path. */
    private static final Map<String, List<String>> BELOW = ALL.stream()
            .collect(Collectors.groupingBy(
                    ConfigKeys::parent, Collectors.mapping(ConfigKeys::name, Collectors.toUnmodifiableList())));

    private ConfigKeys() {}

    private static List<String> all() {
        List<String> keys = new ArrayList<>(List.of(
                "litestream",
                "listen",
                "token",
                "token_file",
                "tokens",
                "tokens[].name",
                "tokens[].role",
                "tokens[].token",
                "tokens[].token_file",
                "tokens[].token_sha256",
                "metrics_token",
                "metrics_token_file",
                "home",
                "scratch",
                "node",
                "restore_folder",
                "tls",
                "tls.certificate_file",
                "tls.key_file",
                "store_ca_file",
                "receipts",
                "receipts.key_file",
                "receipts.folder",
                "history",
                "history.url",
                "history.user",
                "history.password",
                "history.keep",
                "check",
                "check.interval",
                "check.timeout",
                "check.parallel",
                "drill",
                "drill.interval",
                "drill.cron",
                "drill.jitter",
                "drill.point",
                "drill.mode",
                "drill.full_interval",
                "drill.keep_most",
                "drill.timeout",
                "drill.parallel",
                "scrub",
                "scrub.interval",
                "scrub.cron",
                "scrub.jitter"));
        keys.addAll(judging(""));
        keys.addAll(List.of("limits", "limits.bytes_per_second", "limits.cluster_drills", "discover"));
        keys.addAll(discover("discover."));
        keys.addAll(discover("discover[]."));
        keys.addAll(List.of(
                "databases",
                "databases[].name",
                "databases[].path",
                "databases[].nodes",
                "databases[].replica",
                "databases[].replicas"));
        keys.addAll(replica("databases[].replica."));
        keys.addAll(replica("databases[].replicas[]."));
        keys.addAll(List.of(
                "databases[].check",
                "databases[].check.interval",
                "databases[].drill",
                "databases[].drill.interval",
                "databases[].drill.cron",
                "databases[].drill.jitter",
                "databases[].drill.point",
                "databases[].drill.mode",
                "databases[].drill.full_interval",
                "databases[].drill.keep_most",
                "databases[].scrub",
                "databases[].scrub.interval",
                "databases[].scrub.cron",
                "databases[].scrub.jitter"));
        keys.addAll(judging("databases[]."));
        return List.copyOf(keys);
    }

    private static List<String> judging(String before) {
        return prefixed(
                before,
                List.of(
                        "objectives",
                        "objectives.rpo",
                        "objectives.rto",
                        "objectives.drill_age",
                        "objectives.retention",
                        "objectives.expect_writes",
                        "verify",
                        "verify.mode",
                        "verify.foreign_keys",
                        "verify.tables",
                        "verify.query_timeout",
                        "verify.assertions",
                        "verify.assertions[].name",
                        "verify.assertions[].sql",
                        "verify.assertions[].expect",
                        "notify",
                        "notify.drill_ping",
                        "notify.check_ping",
                        "notify.post",
                        "notify.post_checks",
                        "notify.timeout",
                        "notify.channels",
                        "notify.channels[].type",
                        "notify.channels[].url",
                        "notify.channels[].severities",
                        "notify.channels[].server",
                        "notify.channels[].tls",
                        "notify.channels[].ca",
                        "notify.channels[].user",
                        "notify.channels[].password",
                        "notify.channels[].from",
                        "notify.channels[].to",
                        "verify.min_rows",
                        "verify.freshness",
                        "verify.freshness.sql",
                        "verify.freshness.max_age",
                        "verify.command",
                        "verify.command_timeout",
                        "verify.compare_rows",
                        "verify.compare_live",
                        "verify.live_timeout",
                        "restore",
                        "restore.owner",
                        "restore.mode",
                        "restore.before",
                        "restore.after",
                        "restore.timeout",
                        "restore.health_url",
                        "restore.health_timeout"));
    }

    private static List<String> replica(String before) {
        List<String> keys = new ArrayList<>(
                ReplicaType.allKeys().stream().map(ReplicaType.Key::own).toList());
        keys.addAll(List.of(
                "name",
                "sync_interval",
                "snapshot_interval",
                "retention",
                "retention_check_interval",
                "age",
                "age.identities",
                "age.identity_file",
                "age.recipients"));
        return prefixed(before, keys);
    }

    private static List<String> discover(String before) {
        List<String> keys = new ArrayList<>(replica(before));
        keys.addAll(prefixed(before, List.of("include", "exclude", "name_prefix", "interval", "forget_after")));
        return keys;
    }

    private static List<String> prefixed(String before, List<String> keys) {
        return keys.stream().map(before::concat).toList();
    }

    /** Returns the names of the keys directly below a path of this list; empty for the top. */
    static List<String> below(String schema) {
        return BELOW.getOrDefault(schema, List.of());
    }

    private static String parent(String key) {
        return key.substring(0, Math.max(0, key.lastIndexOf('.')));
    }

    private static String name(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /** Returns whether the items of this list also accept Litestream's spelling, with hyphens. */
    static boolean allowsHyphens(String schema) {
        return List.of("databases[].replica", "databases[].replicas[]", "discover", "discover[]")
                .contains(schema);
    }
}
