package io.litedrill.config;

import io.litedrill.check.Objectives;
import io.litedrill.config.ReplicaLocation.Unreadable;
import io.litedrill.drill.ExtraChecks;
import io.litedrill.drill.Keeping;
import io.litedrill.history.PostgresSettings;
import io.litedrill.hook.HookCommand;
import io.litedrill.http.ApiSettings;
import io.litedrill.http.BearerToken;
import io.litedrill.notify.Recipients;
import io.litedrill.recover.Hooks;
import io.litedrill.recover.Ownership;
import io.litedrill.replica.WriterSettings;
import io.litedrill.schedule.Cadence;
import io.litedrill.schedule.SchedulerSettings;
import io.litedrill.verify.DataTests;
import io.litedrill.verify.Expectations;
import io.litedrill.verify.OwnCommand;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Prints the effective configuration, defaults included, as a litedrill.yml. Secrets are hidden. */
public final class ConfigPrinter {
    private static final int MOST_NAMED = 20;

    private final ConfigTree out = new ConfigTree();

    private ConfigPrinter() {}

    /**
     * Returns the configuration as YAML, ending with a line break.
     *
     * @param found the names of the databases below each prefix, by the id of the prefix
     */
    public static String print(Config config, Map<String, List<String>> found) {
        return YamlText.of(tree(config, found));
    }

    /**
     * Returns the configuration as keys and values in the order of their keys: texts, numbers, booleans, durations,
     * lists and maps.
     *
     * @param found the names of the databases below each prefix, by the id of the prefix
     */
    public static Map<String, Object> values(Config config, Map<String, List<String>> found) {
        return tree(config, found).values();
    }

    private static ConfigTree tree(Config config, Map<String, List<String>> found) {
        ConfigPrinter printer = new ConfigPrinter();
        printer.server(config.server());
        printer.out.value("store_ca_file", config.storeAuthorities());
        config.receipts()
                .ifPresent(receipts -> printer.out.block("receipts", () -> {
                    printer.out.value("key_file", receipts.key());
                    printer.out.value("folder", receipts.folder());
                }));
        printer.shared(config);
        printer.out.list(
                "discover",
                config.discover(),
                prefix -> printer.discover(prefix, found.getOrDefault(prefix.id(), List.of())));
        printer.databases(config.databases());
        return printer.out;
    }

    private void shared(Config config) {
        Optional<Integer> drills = Optional.of(config.server().cluster().drills())
                .filter(limit -> limit != ClusterConfig.DEFAULT.drills());
        if (config.bytesPerSecond().isPresent() || drills.isPresent()) {
            out.block("limits", () -> {
                out.value("bytes_per_second", config.bytesPerSecond().map(ByteCount::format));
                out.value("cluster_drills", drills);
            });
        }
    }

    private void server(ServerConfig server) {
        ApiSettings api = server.api();
        String host = api.host().contains(":") ? "[" + api.host() + "]" : api.host();
        out.value("listen", host + ":" + api.port());
        out.list("tokens", api.tokens(), this::token);
        out.value("metrics_token", api.metricsToken().map(token -> Secret.HIDDEN));
        out.value("home", server.folders().home());
        out.value("scratch", server.folders().scratch());
        out.value("node", server.cluster().node());
        out.value("restore_folder", api.restoreFolder());
        api.tls()
                .ifPresent(tls -> out.block("tls", () -> {
                    out.value("certificate_file", tls.certificate());
                    out.value("key_file", tls.key());
                }));
        out.block("history", () -> history(server.history()));
        limits(server.limits());
    }

    private void history(HistoryConfig history) {
        out.value("url", history.shownUrl());
        out.value("user", history.database().flatMap(PostgresSettings::user));
        out.value(
                "password",
                history.database().flatMap(PostgresSettings::password).map(password -> Secret.HIDDEN));
        out.value("keep", history.keep());
    }

    private void token(BearerToken token) {
        out.value("name", token.name());
        out.value("role", token.role().wire());
        if (token.configuredHash().isPresent()) {
            out.value("token_sha256", token.configuredHash());
        } else {
            out.value("token", Secret.HIDDEN);
        }
    }

    private void limits(SchedulerSettings limits) {
        out.block("check", () -> {
            out.value("timeout", limits.checkLimit());
            out.value("parallel", limits.checkThreads());
        });
        out.block("drill", () -> {
            out.value("timeout", limits.drillLimit());
            out.value("parallel", limits.parallelDrills());
        });
    }

    private void discover(DiscoverConfig prefix, List<String> names) {
        replica(prefix.replica());
        out.values("include", prefix.filter().include());
        out.values("exclude", prefix.filter().exclude());
        if (!prefix.namePrefix().isEmpty()) {
            out.value("name_prefix", prefix.namePrefix());
        }
        out.value("interval", prefix.interval());
        out.value("forget_after", prefix.forgetAfter());
        String first = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        String more = names.size() <= MOST_NAMED ? "" : " and " + (names.size() - MOST_NAMED) + " more";
        out.note("found", "found: " + (names.isEmpty() ? "none" : first + more), () -> out.values("names", names));
    }

    private void databases(List<DatabaseConfig> databases) {
        out.list("databases", databases, this::database);
    }

    private void database(DatabaseConfig database) {
        out.value("name", database.name());
        out.value("path", database.path());
        if (!database.nodes().isEmpty()) {
            out.values("nodes", database.nodes().stream().sorted().toList());
        }
        DatabaseSettings settings = database.settings();
        out.block("check", () -> cadence(settings.timing().checks()));
        out.block("drill", () -> {
            cadence(settings.timing().drills());
            out.value("point", ConfigWords.ofPoint(settings.extra().randomPoint()));
            keeping(settings.extra().keeping());
        });
        out.block("scrub", () -> cadence(settings.timing().scrubs()));
        out.block("objectives", () -> objectives(settings.objectives()));
        out.block("verify", () -> {
            verify(settings.expectations());
            extra(settings.extra());
        });
        if (!settings.recipients().equals(Recipients.NONE)
                || !settings.channels().isEmpty()) {
            out.block("notify", () -> {
                new NotifyPrinter(out).print(settings.recipients(), settings.channels());
            });
        }
        restore(settings.ownership(), settings.hooks());
        out.list("replicas", database.replicas(), this::replica);
    }

    private void restore(Ownership.Wanted ownership, Hooks hooks) {
        if (!ownership.equals(Ownership.Wanted.AS_FOLDER) || !hooks.equals(Hooks.NONE)) {
            out.block("restore", () -> {
                String group = ownership.group().map(":"::concat).orElse("");
                out.value("owner", ownership.owner().map(user -> user + group));
                out.value("mode", ownership.mode().map(ConfigPrinter::octal));
                hooks(hooks);
            });
        }
    }

    private static String octal(Set<PosixFilePermission> mode) {
        String digits =
                PosixFilePermissions.toString(mode).replaceAll("[rwx]", "1").replace('-', '0');
        int bits = Integer.parseInt(digits, 2);
        return String.format("%04o", bits);
    }

    private void hooks(Hooks hooks) {
        command("before", hooks.before());
        command("after", hooks.after());
        out.value("timeout", hooks.limit());
        hooks.health().ifPresent(health -> {
            out.value("health_url", Secret.HIDDEN);
            out.value("health_timeout", health.patience());
        });
    }

    private void command(String key, Optional<List<String>> arguments) {
        Optional<String> line = arguments.flatMap(HookCommand::line);
        out.value(key, line);
        out.values(key, arguments.filter(words -> line.isEmpty()).orElse(List.of()));
    }

    private void cadence(Cadence cadence) {
        if (cadence instanceof Cadence.Cron cron) {
            out.value("cron", cron.expression());
            out.value("jitter", cron.spread());
        } else if (cadence instanceof Cadence.Every every) {
            out.value("interval", every.interval());
        }
    }

    private void keeping(Keeping keeping) {
        out.value("mode", ConfigWords.ofMode(keeping.incremental()));
        out.value("full_interval", keeping.fullInterval());
        if (keeping.mostBytes() != Keeping.NOTHING.mostBytes()) {
            out.value("keep_most", ByteCount.format(keeping.mostBytes()));
        }
    }

    private void objectives(Objectives objectives) {
        out.value("rpo", objectives.rpo());
        out.value("rto", objectives.rto());
        out.value("drill_age", objectives.drillAge());
        out.value("retention", objectives.retention());
        out.value("expect_writes", objectives.expectWrites());
    }

    private void verify(Expectations expectations) {
        out.value("mode", expectations.mode().pragma());
        out.value("foreign_keys", ConfigWords.of(expectations.foreignKeys()));
        out.value("query_timeout", expectations.queryLimit());
        out.values("tables", expectations.tables());
        out.list("assertions", expectations.assertions(), assertion -> {
            out.value("name", assertion.name());
            out.value("sql", assertion.sql());
            out.value("expect", assertion.expect());
        });
        DataTests data = expectations.data();
        if (!data.minRows().isEmpty()) {
            out.block("min_rows", () -> data.minRows().forEach(out::value));
        }
        data.freshness()
                .ifPresent(freshness -> out.block("freshness", () -> {
                    out.value("sql", freshness.sql());
                    out.value("max_age", freshness.maxAge());
                }));
    }

    private void extra(ExtraChecks extra) {
        command("command", extra.command().map(OwnCommand::arguments));
        out.value("command_timeout", extra.command().map(OwnCommand::limit));
        out.value("compare_rows", extra.rows());
        out.value("compare_live", extra.live().isPresent());
        out.value("live_timeout", extra.live());
    }

    private void replica(ReplicaConfig replica) {
        out.value("name", replica.name());
        if (replica.location() instanceof ReplicaLocation.ReadableLocation readable) {
            readable.keys().forEach(out::value);
        } else {
            out.value("url", replica.location().address());
            String reason = reason(replica.location());
            out.note("not_read", reason, () -> out.value("reason", reason));
        }
        writer(replica.writer());
        age(replica.age());
    }

    private static String reason(ReplicaLocation location) {
        if (location instanceof ReplicaLocation.LibraryMissing missing) {
            return "needs " + missing.needed().path() + ", which is missing";
        }
        return location instanceof Unreadable unreadable ? unreadable.reason() : "";
    }

    private void age(AgeConfig age) {
        if (!age.identities().isEmpty()) {
            out.block(
                    "age",
                    () -> out.values(
                            "identities",
                            age.identities().stream().map(Secret::toString).toList()));
        } else if (age.used()) {
            out.note("encrypted", "encrypted with age, and no identity is set", () -> out.value("identities", 0));
        }
    }

    /**
     * Prints the settings of the writer. Where those of the versions differ, the keys have those of the version that
     * keeps more: a copy of this output then promises no less than Litestream's file.
     */
    private void writer(WriterSettings writer) {
        WriterSettings.Keeping wal = writer.wal();
        WriterSettings.Keeping ltx = writer.ltx();
        out.value("sync_interval", writer.syncInterval());
        WriterSettings.Keeping longer = ltx.retention().compareTo(wal.retention()) > 0 ? ltx : wal;
        boolean equal = wal.retention().equals(ltx.retention());
        out.value(
                "snapshot_interval",
                longer.snapshotInterval()
                        .filter(interval -> !equal || ltx.snapshotInterval().equals(Optional.of(interval))));
        out.value("retention", longer.retention());
        out.value("retention_check_interval", wal.checkInterval());
        keeping("litestream_0_3", "in effect with Litestream 0.3: ", wal);
        keeping("litestream_0_5", "in effect with Litestream 0.5: ", ltx);
    }

    private void keeping(String key, String comment, WriterSettings.Keeping keeping) {
        String interval = keeping.snapshotInterval().map(Durations::format).orElse("unset");
        out.note(
                key,
                comment + "snapshot interval " + interval + ", retention " + Durations.format(keeping.retention())
                        + ", guaranteed window " + Durations.format(keeping.guaranteed()),
                () -> {
                    out.value("snapshot_interval", keeping.snapshotInterval());
                    out.value("retention", keeping.retention());
                    out.value("guaranteed_window", keeping.guaranteed());
                });
    }
}
