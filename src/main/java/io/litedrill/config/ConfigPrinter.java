package io.litedrill.config;

import io.litedrill.config.ReplicaLocation.FileLocation;
import io.litedrill.config.ReplicaLocation.S3Location;
import io.litedrill.config.ReplicaLocation.Unreadable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints the effective configuration, defaults included, as a litedrill.yml. Secrets are hidden. */
public final class ConfigPrinter {
    private final YamlText out = new YamlText();

    private ConfigPrinter() {}

    /** Returns the configuration as YAML, ending with a line break. */
    public static String print(Config config) {
        ConfigPrinter printer = new ConfigPrinter();
        printer.server(config.server());
        printer.limits(config.limits());
        printer.databases(config.databases());
        return printer.out.toString();
    }

    private void server(ServerConfig server) {
        String host = server.host().contains(":") ? "[" + server.host() + "]" : server.host();
        out.value("listen", host + ":" + server.port());
        out.list("tokens", server.tokens(), this::token);
        out.value("metrics_token", server.metricsToken());
        out.value("home", server.folders().home());
        out.value("scratch", server.folders().scratch());
        out.value("restore_folder", server.folders().restore());
        out.block("history", () -> history(server.history()));
    }

    private void history(HistoryConfig history) {
        out.value("url", history.shownUrl());
        out.value("user", history.user());
        out.value("password", history.password());
        out.value("keep", duration(history.keep()));
    }

    private void token(TokenConfig token) {
        out.value("name", token.name());
        out.value("role", token.role().wire());
        out.value("token", token.secret());
        out.value("token_sha256", token.sha256());
    }

    private void limits(LimitsConfig limits) {
        out.block("check", () -> {
            out.value("timeout", duration(limits.checkTimeout()));
            out.value("parallel", limits.parallelChecks());
        });
        out.block("drill", () -> {
            out.value("timeout", duration(limits.drillTimeout()));
            out.value("parallel", limits.parallelDrills());
        });
    }

    private void databases(List<DatabaseConfig> databases) {
        out.list("databases", databases, this::database);
    }

    private void database(DatabaseConfig database) {
        out.value("name", database.name());
        out.value("path", database.path());
        DatabaseSettings settings = database.settings();
        out.block("check", () -> out.value("interval", duration(settings.checkInterval())));
        out.block("drill", () -> {
            drills(settings.drills());
            out.value("point", wire(settings.point()));
        });
        out.block("scrub", () -> drills(settings.scrubs()));
        out.block("objectives", () -> objectives(settings.objectives()));
        out.block("verify", () -> verify(settings.verify()));
        if (!settings.recipients().equals(NotifyConfig.NONE)) {
            out.block("notify", () -> recipients(settings.recipients()));
        }
        restore(settings.restore());
        out.list("replicas", database.replicas(), this::replica);
    }

    private void restore(RestoreConfig restore) {
        if (!restore.equals(RestoreConfig.DEFAULTS)) {
            out.block("restore", () -> {
                out.value("owner", restore.owner());
                out.value("mode", restore.mode());
                hooks(restore.hooks());
            });
        }
    }

    private void hooks(RestoreHooks hooks) {
        command("before", hooks.before());
        command("after", hooks.after());
        out.value("timeout", duration(hooks.timeout()));
        out.value("health_url", hooks.healthUrl().map(url -> Secret.HIDDEN));
        out.value("health_timeout", duration(hooks.healthTimeout()));
    }

    private void command(String key, Words words) {
        if (words.isLine()) {
            words.words().forEach(line -> out.value(key, line));
        } else {
            out.values(key, words.words());
        }
    }

    private void drills(DrillTimes drills) {
        if (drills instanceof DrillTimes.Cron cron) {
            out.value("cron", cron.expression());
            out.value("jitter", duration(cron.jitter()));
        } else if (drills instanceof DrillTimes.Every every) {
            out.value("interval", duration(every.interval()));
        }
    }

    private void objectives(ObjectivesConfig objectives) {
        out.value("rpo", duration(objectives.rpo()));
        out.value("rto", duration(objectives.rto()));
        out.value("drill_age", duration(objectives.drillAge()));
        out.value("retention", duration(objectives.retention()));
        out.value("expect_writes", duration(objectives.expectWrites()));
    }

    private void verify(VerifyConfig verify) {
        out.value("mode", wire(verify.mode()));
        out.value(
                "foreign_keys",
                switch (verify.foreignKeys()) {
                    case FALSE -> false;
                    case TRUE -> true;
                    case STRICT -> "strict";
                });
        out.value("query_timeout", duration(verify.queryTimeout()));
        out.values("tables", verify.tables());
        out.list("assertions", verify.assertions(), assertion -> {
            out.value("name", assertion.name());
            out.value("sql", assertion.sql());
            out.value("expect", assertion.expect());
        });
        deep(verify.deep());
    }

    private void deep(DeepConfig deep) {
        if (!deep.minRows().isEmpty()) {
            out.block("min_rows", () -> deep.minRows().forEach(out::entry));
        }
        deep.freshness()
                .ifPresent(freshness -> out.block("freshness", () -> {
                    out.value("sql", freshness.sql());
                    out.value("max_age", duration(freshness.maxAge()));
                }));
        command("command", new Words(deep.command().arguments(), deep.command().shell()));
        out.value("command_timeout", duration(deep.command().timeout()));
        out.value("compare_rows", deep.compareRows());
        out.value("compare_live", deep.compareLive());
        out.value("live_timeout", duration(deep.liveTimeout()));
    }

    private static String wire(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private void recipients(NotifyConfig notify) {
        out.value("drill_ping", notify.drillPing().map(url -> Secret.HIDDEN));
        out.value("check_ping", notify.checkPing().map(url -> Secret.HIDDEN));
        out.value("post", notify.post().map(url -> Secret.HIDDEN));
        out.value("post_checks", notify.postChecks());
        out.value("timeout", duration(notify.timeout()));
        out.list("channels", notify.channels(), this::channel);
    }

    private void channel(ChannelConfig channel) {
        out.value("type", wire(channel.type()));
        out.value("url", channel.url().map(url -> Secret.HIDDEN));
        out.values(
                "severities",
                channel.severities().stream().sorted().map(ConfigPrinter::wire).toList());
        channel.mail().ifPresent(mail -> {
            out.value("server", mail.host() + ":" + mail.port());
            out.value("tls", wire(mail.security()));
            out.value("user", mail.login().map(ChannelConfig.Login::user));
            out.value("password", mail.login().map(login -> Secret.HIDDEN));
            out.value("from", mail.from());
            out.values("to", mail.to());
        });
    }

    private void replica(ReplicaConfig replica) {
        out.value("name", replica.name());
        if (replica.location() instanceof S3Location s3) {
            s3(s3);
        } else if (replica.location() instanceof FileLocation file) {
            out.value("type", "file");
            out.value("path", file.folder());
        } else {
            out.value("url", replica.location().address());
            out.comment(
                    replica.location() instanceof Unreadable unreadable
                            ? unreadable.reason()
                            : "of a type that cannot be read");
        }
        writer(replica.writer());
        age(replica.age());
    }

    private void age(AgeConfig age) {
        if (!age.identities().isEmpty()) {
            out.block(
                    "age",
                    () -> out.values(
                            "identities",
                            age.identities().stream().map(Secret::toString).toList()));
        } else if (age.used()) {
            out.comment("encrypted with age, and no identity is set");
        }
    }

    private void s3(S3Location s3) {
        out.value("type", "s3");
        out.value("bucket", s3.bucket());
        out.value("path", Optional.of(s3.path()).filter(path -> !path.isEmpty()));
        out.value("endpoint", s3.endpoint().uri());
        out.value("region", s3.endpoint().region());
        out.value("access_key_id", s3.credentials().map(ReplicaLocation.Credentials::accessKeyId));
        out.value("secret_access_key", s3.credentials().map(ReplicaLocation.Credentials::secretAccessKey));
        out.value("force_path_style", s3.endpoint().forcePathStyle());
        out.value("skip_verify", s3.endpoint().skipVerify());
    }

    /** Prints the settings of the writer, for one version or for both. */
    private void writer(WriterConfig writer) {
        out.value("sync_interval", duration(writer.syncInterval()));
        out.value("snapshot_interval", duration(writer.wal().snapshotInterval().or(writer.ltx()::snapshotInterval)));
        out.value("retention", duration(writer.wal().retention().or(writer.ltx()::retention)));
        out.value("retention_check_interval", duration(writer.wal().retentionCheckInterval()));
    }

    private static String duration(Duration duration) {
        return Durations.format(duration);
    }

    private static Optional<String> duration(Optional<Duration> duration) {
        return duration.map(Durations::format);
    }
}
