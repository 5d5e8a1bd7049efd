package io.litedrill.config;

import io.litedrill.check.Objectives;
import io.litedrill.drill.ExtraChecks;
import io.litedrill.drill.Keeping;
import io.litedrill.hook.HookCommand;
import io.litedrill.notify.Recipients;
import io.litedrill.recover.Hooks;
import io.litedrill.recover.Ownership;
import io.litedrill.schedule.Cadence;
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
        ServerPrinter server = new ServerPrinter(printer.out);
        server.print(config.server());
        printer.out.value("store_ca_file", config.storeAuthorities());
        config.receipts()
                .ifPresent(receipts -> printer.out.block("receipts", () -> {
                    printer.out.value("key_file", receipts.key());
                    printer.out.value("folder", receipts.folder());
                }));
        server.limits(config);
        printer.out.list(
                "discover",
                config.discover(),
                prefix -> printer.discover(prefix, found.getOrDefault(prefix.id(), List.of())));
        printer.databases(config.databases());
        return printer.out;
    }

    private void discover(DiscoverConfig prefix, List<String> names) {
        new ReplicaPrinter(out).print(prefix.replica());
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
        out.list("replicas", database.replicas(), new ReplicaPrinter(out)::print);
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
}
