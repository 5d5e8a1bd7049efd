package io.litedrill.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.litestream.GoldenReplica;
import io.litedrill.verify.Assertion;
import io.litedrill.verify.Expect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each key, tested once: it changes the configuration, and it is documented. */
class ConfigKeysTest {
    private static final String HOOK =
            "notify: {channels: [{type: slack, url: 'https://h/secret', severities: [unknown]}]}";
    private static final String MAIL =
            "notify: {channels: [{type: email, server: 'smtp.example.org:2525', tls: tls, ca: /etc/ca.pem, user: ada,"
                    + " password: hunter2, from: a@example.org, to: [b@example.org]}]}";

    private static final String KEY = GoldenReplica.identity();
    private static final String ABS = "{type: abs, bucket: b, account_name: acc, %s}";
    private static final String NATS = "{type: nats, url: 'nats://h:1/b', %s}";
    private static final String WEBDAV = "{type: webdav, webdav_url: 'https://h/dav/', %s}";
    private static final String SFTP = "{type: sftp, host: h, user: u, %s}";
    private static final String REPLICA = "{type: s3, bucket: b, %s}";

    @TempDir
    Path folder;

    /** A key, a value of it in its place, and the resulting output of {@code config show}. */
    record Key(String path, String yaml, String shown) {
        static Key top(String path, String yaml, String shown) {
            return new Key(path, yaml + "\ndatabases: [{name: a, replica: 'file:///r'}]", shown);
        }

        static Key database(String path, String yaml, String shown) {
            return new Key("databases[]." + path, "databases: [{name: a, replica: 'file:///r', " + yaml + "}]", shown);
        }

        @Override
        public String toString() {
            return path;
        }
    }

    static Stream<Key> keys() {
        return Stream.of(top(), judging(), databases(), replicas(), discover()).flatMap(each -> each);
    }

    private static Stream<Key> top() {
        return Stream.of(
                new Key("litestream", "litestream: litestream.yml", "name: beside.db"),
                Key.top("listen", "listen: '[::1]:0'", "listen: \"[::1]:0\""),
                Key.top("token", "token: hunter2", "token: \"***\""),
                Key.top("token_file", "token_file: token", "token: \"***\""),
                Key.top("tokens[].name", "tokens: [{name: ci, role: viewer, token: x}]", "- name: ci"),
                Key.top("tokens[].role", "tokens: [{name: ci, role: viewer, token: x}]", "role: viewer"),
                Key.top("tokens[].token", "tokens: [{name: ci, role: viewer, token: x}]", "token: \"***\""),
                Key.top(
                        "tokens[].token_file",
                        "tokens: [{name: ci, role: viewer, token_file: token}]",
                        "token: \"***\""),
                Key.top(
                        "tokens[].token_sha256",
                        "tokens: [{name: ci, role: viewer, token_sha256: " + "9f".repeat(32) + "}]",
                        "token_sha256: " + "9f".repeat(32)),
                Key.top("metrics_token", "metrics_token: hunter2", "metrics_token: \"***\""),
                Key.top("metrics_token_file", "metrics_token_file: token", "metrics_token: \"***\""),
                Key.top("home", "home: /h", "scratch: /h/scratch"),
                Key.top("node", "node: left", "node: left"),
                Key.top("scratch", "scratch: /s", "scratch: /s"),
                Key.top("restore_folder", "restore_folder: /x", "restore_folder: /x"),
                Key.top(
                        "tls.certificate_file",
                        "tls: {certificate_file: /c.pem, key_file: /k.pem}",
                        "certificate_file: /c.pem"),
                Key.top("tls.key_file", "tls: {certificate_file: /c.pem, key_file: /k.pem}", "key_file: /k.pem"),
                Key.top("receipts.key_file", "receipts: {key_file: /k.pem, folder: /r}", "key_file: /k.pem"),
                Key.top("receipts.folder", "receipts: {key_file: /k.pem, folder: /r}", "folder: /r"),
                Key.top("store_ca_file", "store_ca_file: /ca.pem", "store_ca_file: /ca.pem"),
                Key.top(
                        "history.url",
                        "history: {url: 'jdbc:postgresql://h/d?password=hunter2'}",
                        "url: \"jdbc:postgresql://h/d?***\""),
                Key.top("history.user", "history: {url: 'jdbc:postgresql://h/d', user: me}", "user: me"),
                Key.top(
                        "history.password",
                        "history: {url: 'jdbc:postgresql://h/d', password: hunter2}",
                        "password: \"***\""),
                Key.top("history.keep", "history: {keep: 90d}", "keep: 90d"),
                Key.top("limits.bytes_per_second", "limits: {bytes_per_second: 20MB}", "bytes_per_second: 20MB"),
                Key.top("check.interval", "check: {interval: 2m}", "interval: 2m"),
                Key.top("check.timeout", "check: {timeout: 1h30m}", "timeout: 1h30m"),
                Key.top("check.parallel", "check: {parallel: 7}", "parallel: 7"),
                Key.top("drill.interval", "drill: {interval: 7d}", "interval: 7d"),
                Key.top("drill.cron", "drill: {cron: 30 3 * * 1-5}", "cron: \"30 3 * * 1-5\""),
                Key.top("drill.jitter", "drill: {cron: 0 3 * * *, jitter: 1h}", "jitter: 1h"),
                Key.top("drill.point", "drill: {point: random}", "point: random"),
                Key.top("drill.mode", "drill: {mode: incremental}", "mode: incremental"),
                Key.top("drill.full_interval", "drill: {full_interval: 3d}", "full_interval: 3d"),
                Key.top("drill.keep_most", "drill: {keep_most: 50GB}", "keep_most: 50GB"),
                Key.top("drill.timeout", "drill: {timeout: 3h}", "timeout: 3h"),
                Key.top("drill.parallel", "drill: {parallel: 2}", "parallel: 2"),
                Key.top("limits.cluster_drills", "limits: {cluster_drills: 3}", "cluster_drills: 3"),
                Key.top("scrub.interval", "scrub: {interval: 30d}", "interval: 30d"),
                Key.top("scrub.cron", "scrub: {cron: 30 4 * * 6}", "cron: \"30 4 * * 6\""),
                Key.top("scrub.jitter", "scrub: {cron: 0 4 * * *, jitter: 2h}", "jitter: 2h"));
    }

    /** Returns the keys that a database may set for itself, in both places. */
    private static Stream<Key> judging() {
        return Stream.of(
                        new Key("objectives.rpo", "objectives: {rpo: 10s}", "rpo: 10s"),
                        new Key("objectives.rto", "objectives: {rto: 15m}", "rto: 15m"),
                        new Key("objectives.drill_age", "objectives: {drill_age: 30d}", "drill_age: 30d"),
                        new Key("objectives.retention", "objectives: {retention: 6d}", "retention: 6d"),
                        new Key("objectives.expect_writes", "objectives: {expect_writes: 16m}", "expect_writes: 16m"),
                        new Key("verify.mode", "verify: {mode: quick_check}", "mode: quick_check"),
                        new Key("verify.foreign_keys", "verify: {foreign_keys: false}", "foreign_keys: false"),
                        new Key("verify.tables", "verify: {tables: [t1]}", "- t1"),
                        new Key("verify.query_timeout", "verify: {query_timeout: 45s}", "query_timeout: 45s"),
                        new Key("verify.min_rows", "verify: {min_rows: {my orders: 1000}}", "\"my orders\": 1000"),
                        new Key(
                                "verify.freshness.sql",
                                "verify: {freshness: {sql: SELECT 2, max_age: 1h}}",
                                "sql: \"SELECT 2\""),
                        new Key(
                                "verify.freshness.max_age",
                                "verify: {freshness: {sql: SELECT 1, max_age: 5h}}",
                                "max_age: 5h"),
                        new Key("verify.command", "verify: {command: [/bin/test, '{}']}", "- /bin/test\n"),
                        new Key(
                                "verify.command_timeout",
                                "verify: {command: x, command_timeout: 7m}",
                                "command_timeout: 7m"),
                        new Key("verify.compare_rows", "verify: {compare_rows: false}", "compare_rows: false"),
                        new Key("verify.compare_live", "verify: {compare_live: false}", "compare_live: false"),
                        new Key("verify.live_timeout", "verify: {live_timeout: 9s}", "live_timeout: 9s"),
                        new Key(
                                "verify.assertions[].name",
                                "verify: {assertions: [{name: rows, sql: SELECT 1}]}",
                                "- name: rows\n"),
                        new Key(
                                "verify.assertions[].sql",
                                "verify: {assertions: [{sql: SELECT 1}]}",
                                "sql: \"SELECT 1\""),
                        new Key(
                                "verify.assertions[].expect",
                                "verify: {assertions: [{sql: SELECT 1, expect: '!= 0'}]}",
                                "expect: \"!= 0\""),
                        new Key("notify.drill_ping", "notify: {drill_ping: 'https://h/secret'}", "drill_ping: \"***\""),
                        new Key("notify.check_ping", "notify: {check_ping: 'https://h/secret'}", "check_ping: \"***\""),
                        new Key("notify.post", "notify: {post: 'https://h/secret'}", "post: \"***\""),
                        new Key("notify.post_checks", "notify: {post_checks: true}", "post_checks: true"),
                        new Key("notify.timeout", "notify: {timeout: 7s}", "timeout: 7s"),
                        new Key("notify.channels[].type", HOOK, "- type: slack"),
                        new Key("notify.channels[].url", HOOK, "url: \"***\""),
                        new Key("notify.channels[].severities", HOOK, "- unknown"),
                        new Key("notify.channels[].server", MAIL, "server: smtp.example.org:2525"),
                        new Key("notify.channels[].tls", MAIL, "tls: tls"),
                        new Key("notify.channels[].ca", MAIL, "ca: /etc/ca.pem"),
                        new Key("notify.channels[].user", MAIL, "user: ada"),
                        new Key("notify.channels[].password", MAIL, "password: \"***\""),
                        new Key("notify.channels[].from", MAIL, "from: a@example.org"),
                        new Key("notify.channels[].to", MAIL, "- b@example.org"),
                        new Key("restore.owner", "restore: {owner: 'app:www'}", "owner: app:www"),
                        new Key("restore.before", "restore: {before: [systemctl, stop, app]}", "- systemctl"),
                        new Key("restore.after", "restore: {after: migrate --all}", "after: \"migrate --all\""),
                        new Key("restore.timeout", "restore: {timeout: 3m}", "timeout: 3m"),
                        new Key("restore.health_url", "restore: {health_url: 'http://h/x'}", "health_url: \"***\""),
                        new Key(
                                "restore.health_timeout",
                                "restore: {health_url: 'http://h/x', health_timeout: 4m}",
                                "health_timeout: 4m"),
                        new Key("restore.mode", "restore: {mode: 0640}", "mode: 0640"))
                .flatMap(key ->
                        Stream.of(Key.top(key.path, key.yaml, key.shown), Key.database(key.path, key.yaml, key.shown)));
    }

    private static Stream<Key> databases() {
        return Stream.of(
                Key.top("databases[].name", "", "name: a"),
                Key.database("nodes", "nodes: [left, right]", "nodes:"),
                Key.database("path", "path: /live.db", "path: /live.db"),
                Key.database("check.interval", "check: {interval: 3m}", "interval: 3m"),
                Key.database("drill.interval", "drill: {interval: 6h}", "interval: 6h"),
                Key.database("drill.cron", "drill: {cron: 1 2 * * *}", "cron: \"1 2 * * *\""),
                Key.database("drill.jitter", "drill: {cron: 1 2 * * *, jitter: 4m}", "jitter: 4m"),
                Key.database("drill.point", "drill: {point: random}", "point: random"),
                Key.database("drill.mode", "drill: {mode: incremental}", "mode: incremental"),
                Key.database("drill.full_interval", "drill: {full_interval: 3d}", "full_interval: 3d"),
                Key.database("drill.keep_most", "drill: {keep_most: 50GB}", "keep_most: 50GB"),
                Key.database("scrub.interval", "scrub: {interval: 3d}", "interval: 3d"),
                Key.database("scrub.cron", "scrub: {cron: 2 3 * * *}", "cron: \"2 3 * * *\""),
                Key.database("scrub.jitter", "scrub: {cron: 2 3 * * *, jitter: 5m}", "jitter: 5m"));
    }

    private static Stream<Key> replicas() {
        return ofReplica()
                .flatMap(key -> Stream.of(
                        new Key(
                                "databases[].replica." + key.path,
                                "databases: [{name: a, replica: " + key.yaml + "}]",
                                key.shown),
                        new Key(
                                "databases[].replicas[]." + key.path,
                                "databases: [{name: a, replicas: [" + key.yaml + "]}]",
                                key.shown)));
    }

    /** Returns the keys of a replica, each with the whole replica. */
    private static Stream<Key> ofReplica() {
        return Stream.of(
                new Key("url", "{url: 's3://u/p'}", "bucket: u"),
                new Key("type", "{type: gs, bucket: g}", "type: gs"),
                new Key("name", REPLICA.formatted("name: second"), "name: second"),
                new Key("path", REPLICA.formatted("path: p/q"), "path: p/q"),
                new Key("bucket", REPLICA.formatted("path: p"), "bucket: b"),
                new Key("endpoint", REPLICA.formatted("endpoint: 'http://m:9000'"), "endpoint: http://m:9000"),
                new Key("region", REPLICA.formatted("region: eu-1"), "region: eu-1"),
                new Key(
                        "access_key_id",
                        REPLICA.formatted("access_key_id: hunter2, secret_access_key: s"),
                        "access_key_id: \"***\""),
                new Key(
                        "secret_access_key",
                        REPLICA.formatted("access-key-id: i, secret-access-key: hunter2"),
                        "secret_access_key: \"***\""),
                new Key("force_path_style", REPLICA.formatted("force_path_style: true"), "force_path_style: true"),
                new Key("skip_verify", REPLICA.formatted("skip_verify: true"), "skip_verify: true"),
                new Key("account_name", ABS.formatted("path: p"), "account_name: acc"),
                new Key("account_key", ABS.formatted("account_key: hunter2"), "account_key: \"***\""),
                new Key("sas_token", ABS.formatted("sas-token: sig=hunter2"), "sas_token: \"***\""),
                new Key("webdav_url", WEBDAV.formatted("path: p"), "webdav_url: https://h/dav"),
                new Key("webdav_username", WEBDAV.formatted("webdav_username: ada"), "webdav_username: ada"),
                new Key(
                        "webdav_password",
                        WEBDAV.formatted("webdav_username: ada, webdav_password: hunter2"),
                        "webdav_password: \"***\""),
                new Key("host", SFTP.formatted("path: p"), "host: h:22"),
                new Key("user", SFTP.formatted("path: p"), "user: u"),
                new Key("password", SFTP.formatted("password: hunter2"), "password: \"***\""),
                new Key("key_path", SFTP.formatted("key_path: /k"), "key_path: /k"),
                new Key("host_key", SFTP.formatted("host-key: ssh-ed25519 AAAA"), "host_key: \"ssh-ed25519 AAAA\""),
                new Key("known_hosts", SFTP.formatted("known_hosts: /k"), "known_hosts: /k"),
                new Key("jwt", NATS.formatted("jwt: hunter2, seed: SUA"), "jwt: \"***\""),
                new Key("seed", NATS.formatted("nkey: UA, seed: hunter2"), "seed: \"***\""),
                new Key("creds", NATS.formatted("creds: /k"), "creds: /k"),
                new Key("nkey", NATS.formatted("nkey: UA, seed: hunter2"), "nkey: \"***\""),
                new Key("username", NATS.formatted("username: ada, password: x"), "username: ada"),
                new Key("token", NATS.formatted("token: hunter2"), "token: \"***\""),
                new Key("tls", NATS.formatted("tls: true"), "tls: true"),
                new Key("root_cas", NATS.formatted("root-cas: [/ca, /cb]"), "/cb"),
                new Key("client_cert", NATS.formatted("client-cert: /c, client-key: /k"), "client_cert: /c"),
                new Key("client_key", NATS.formatted("client-cert: /c, client-key: /k"), "client_key: /k"),
                new Key("sync_interval", REPLICA.formatted("sync_interval: 2s"), "sync_interval: 2s"),
                new Key("snapshot_interval", REPLICA.formatted("snapshot_interval: 1h"), "snapshot_interval: 1h"),
                new Key("retention", REPLICA.formatted("retention: 3d"), "retention: 3d"),
                new Key(
                        "retention_check_interval",
                        REPLICA.formatted("retention_check_interval: 5m"),
                        "retention_check_interval: 5m"),
                new Key("age.identities", REPLICA.formatted("age: {identities: [" + KEY + "]}"), "- \"***\""),
                new Key("age.identity_file", REPLICA.formatted("age: {identity_file: key}"), "- \"***\""),
                new Key(
                        "age.recipients",
                        REPLICA.formatted("age: {identity_file: key, recipients: [age1x]}"),
                        "- \"***\""));
    }

    private static Stream<Key> discover() {
        String prefix = "{url: 's3://b/p', %s}";
        return Stream.concat(
                        ofReplica(),
                        Stream.of(
                                new Key("include", prefix.formatted("include: [prod]"), "- prod"),
                                new Key("exclude", prefix.formatted("exclude: [test]"), "- test"),
                                new Key("name_prefix", prefix.formatted("name_prefix: eu-"), "name_prefix: eu-"),
                                new Key("interval", prefix.formatted("interval: 9m"), "interval: 9m"),
                                new Key("forget_after", prefix.formatted("forget_after: 30d"), "forget_after: 30d")))
                .flatMap(key -> Stream.of(
                        new Key("discover." + key.path, "discover: " + key.yaml, key.shown),
                        new Key("discover[]." + key.path, "discover: [" + key.yaml + "]", key.shown)));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void isReadAndShown(Key key) throws Exception {
        ConfigFiles files = new ConfigFiles(folder);
        files.write("token", "hunter2\n");
        files.write("key", KEY + "\n");
        files.write("litestream.yml", "dbs: [{path: /x/beside.db, replica: {path: /r}}]");
        assertThat(ConfigPrinter.print(files.litedrill(key.yaml), Map.of()))
                .contains(key.shown)
                .doesNotContain("hunter2", KEY);
    }

    @Test
    void noKeyIsWithoutATest() {
        Set<String> tested = new HashSet<>();
        keys().forEach(key -> {
            String path = key.path;
            tested.add(path);
            for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
                tested.add(path.substring(0, dot).replaceFirst("\\[]$", ""));
            }
        });
        assertThat(tested).containsAll(ConfigKeys.ALL);
    }

    @Test
    void everyKeyHasALineInTheDocumentation() throws Exception {
        String text = Files.readString(Path.of("docs/configuration.md"));
        assertThat(ConfigKeys.ALL).allSatisfy(key -> assertThat(text).contains("| `" + documented(key) + "` |"));
    }

    @Test
    void everyTypeOfReplicaHasALineInTheDocumentation() throws Exception {
        String text = Files.readString(Path.of("docs/configuration.md"));
        assertThat(ReplicaType.ALL)
                .extracting(type -> "| `" + String.join("`, `", type.names()) + "` | `" + type.urlForm() + "` | "
                        + type.needed()
                                .map(jar -> "`" + jar.path().getFileName() + "`")
                                .orElse("-")
                        + " |")
                .allSatisfy(row -> assertThat(text).contains(row));
    }

    /**
     * Returns the documented name of a key: common keys of both kinds of replica and both places are documented once.
     */
    private static String documented(String key) {
        return key.replace("discover[]", "discover")
                .replaceFirst(
                        "^(databases\\[]\\.replica(s\\[])?|discover)\\."
                                + "(?!include|exclude|name_prefix|interval|forget_after)",
                        "")
                .replaceFirst("^databases\\[]\\.(objectives|verify|notify|restore)", "$1");
    }

    @Test
    void everyKeyStandsInTheSampleFile() throws Exception {
        Set<String> names = new HashSet<>();
        Matcher matcher =
                Pattern.compile("(?m)^[# -]*([a-z_0-9]+):").matcher(Files.readString(Path.of("config/litedrill.yml")));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        assertThat(names)
                .containsAll(ConfigKeys.ALL.stream()
                        .map(key -> key.replaceFirst(".*\\.", ""))
                        .toList());
    }

    @Test
    void examplesOfTheSampleFileAreValid() throws Exception {
        ConfigFiles files = new ConfigFiles(folder)
                .with("AWS_ACCESS_KEY_ID", "i")
                .with("AWS_SECRET_ACCESS_KEY", "s")
                .with("AZURE_KEY", "a2V5")
                .with("AZURE_SAS", "s")
                .with("WEBDAV_PASSWORD", "p")
                .with("SFTP_PASSWORD", "p")
                .with("NATS_JWT", "j")
                .with("NATS_SEED", "s")
                .with("NATS_TOKEN", "t")
                .with("LITEDRILL_TOKEN", "t")
                .with("CI_TOKEN", "c")
                .with("DRILL_PING_URL", "https://h/d")
                .with("CHECK_PING_URL", "https://h/c")
                .with("RESULTS_URL", "https://h/r")
                .with("ONCALL_TOKEN", "o")
                .with("AGE_IDENTITY", KEY)
                .with("LITEDRILL_METRICS_TOKEN", "m")
                .with("HISTORY_PASSWORD", "h");
        files.write("litestream.yml", "dbs: [{path: /x/app.db, replica: {path: /r}}]");
        String[] sample = Files.readString(Path.of("config/litedrill.yml")).split("databases: \\[]\n", 2);
        String top = sample[0]
                .replaceAll("(?m)^( *)#(?=[a-z_]+: )", "$1")
                .replaceAll("(?m)^(token_file|metrics_token_file|  interval: (?:24h|7d)).*", "")
                .replace("tokens: []", "tokens:")
                .replaceAll("(?m)^#(?=  (- name|  role|  token))", "");
        Config config = files.litedrill(top + "databases:\n" + sample[1].replaceAll("(?m)^#", ""));
        assertThat(config.databases()).extracting(DatabaseConfig::name).containsExactly("app.db", "shop", "users");
        assertThat(config.server().api().tokens())
                .extracting(token -> token.name() + " " + token.role().wire())
                .containsExactly("token restorer", "grafana viewer", "ci operator", "oncall restorer");
        assertThat(config.databases().get(2).settings().expectations().assertions())
                .extracting(Assertion::expect)
                .containsExactly(Expect.DEFAULT);
    }
}
