package io.litedrill.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Accumulates settings of databases while they are read: those of the top of the file, then those of one database. */
record SettingsDraft(
        Duration checkInterval,
        DrillTimes drills,
        DrillPoint point,
        DrillTimes scrubs,
        Promises promises,
        VerifyConfig verify,
        NotifyConfig recipients,
        RestoreConfig restore) {
    static final SettingsDraft DEFAULTS = new SettingsDraft(
            DatabaseSettings.DEFAULT_CHECK_INTERVAL,
            DrillTimes.DEFAULT,
            DrillPoint.NEWEST,
            DatabaseSettings.DEFAULT_SCRUBS,
            Promises.NONE,
            VerifyConfig.DEFAULTS,
            NotifyConfig.NONE,
            RestoreConfig.DEFAULTS);

    /** Holds the objectives as written in the file. */
    record Promises(
            Optional<Duration> rpo,
            Optional<Duration> rto,
            Optional<Duration> drillAge,
            Optional<Duration> retention,
            Optional<Duration> expectWrites) {
        static final Promises NONE =
                new Promises(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        Promises with(Section section) {
            return new Promises(
                    section.duration("rpo").or(() -> rpo),
                    section.duration("rto").or(() -> rto),
                    section.duration("drill_age").or(() -> drillAge),
                    section.duration("retention").or(() -> retention),
                    section.duration("expect_writes").or(() -> expectWrites));
        }
    }

    /**
     * Returns these settings with those of a mapping applied. It may have {@code check}, {@code drill}, {@code scrub},
     * {@code objectives}, {@code verify}, {@code notify} and {@code restore}.
     */
    SettingsDraft with(Section section) {
        return new SettingsDraft(
                section.section("check")
                        .flatMap(check -> check.duration("interval"))
                        .orElse(checkInterval),
                section.section("drill")
                        .map(each -> times(each, "drills", drills))
                        .orElse(drills),
                section.section("drill").flatMap(SettingsDraft::point).orElse(point),
                section.section("scrub")
                        .map(each -> times(each, "scrubs", scrubs))
                        .orElse(scrubs),
                section.section("objectives").map(promises::with).orElse(promises),
                section.section("verify").map(this::verify).orElse(verify),
                section.section("notify").map(recipients::with).orElse(recipients),
                section.section("restore").map(restore::with).orElse(restore));
    }

    /** Returns the final settings, with the defaults that depend on other settings. */
    DatabaseSettings settled() {
        ObjectivesConfig objectives = new ObjectivesConfig(
                promises.rpo.orElse(ObjectivesConfig.DEFAULT_RPO),
                promises.rto,
                promises.drillAge.orElse(drills.expectedAge()),
                promises.retention,
                promises.expectWrites);
        return new DatabaseSettings(checkInterval, drills, point, scrubs, objectives, verify, recipients, restore);
    }

    private static Optional<DrillPoint> point(Section section) {
        return section.read("point", "must be newest or random", text -> switch (text) {
            case "newest" -> Optional.of(DrillPoint.NEWEST);
            case "random" -> Optional.of(DrillPoint.RANDOM);
            default -> Optional.empty();
        });
    }

    private static DrillTimes times(Section section, String what, DrillTimes before) {
        Optional<String> cron = section.read(
                "cron",
                "must be MINUTE HOUR DAY MONTH WEEKDAY as in crontab(5), with a day or a weekday, such as 30 3 * * *",
                text -> Optional.of(text.strip()).filter(CronFields::isValid));
        Optional<Duration> interval = section.duration("interval");
        Optional<Duration> jitter = section.duration("jitter", false);
        if (section.has("cron") && section.has("interval")) {
            section.problem("cron", "must not be set beside interval");
        }
        if (cron.isPresent()) {
            return new DrillTimes.Cron(cron.get(), jitter.orElse(Duration.ZERO));
        }
        if (interval.isEmpty() && jitter.isPresent() && before instanceof DrillTimes.Cron inherited) {
            return new DrillTimes.Cron(inherited.expression(), jitter.get());
        }
        if (jitter.isPresent() && !section.has("cron")) {
            section.problem("jitter", "is for cron; " + what + " at an interval are spread without it");
        }
        return interval.<DrillTimes>map(DrillTimes.Every::new).orElse(before);
    }

    private VerifyConfig verify(Section section) {
        Optional<VerifyConfig.Mode> mode =
                section.read("mode", "must be integrity_check or quick_check", text -> switch (text) {
                    case "integrity_check" -> Optional.of(VerifyConfig.Mode.INTEGRITY_CHECK);
                    case "quick_check" -> Optional.of(VerifyConfig.Mode.QUICK_CHECK);
                    default -> Optional.empty();
                });
        return new VerifyConfig(
                mode.orElse(verify.mode()),
                section.read(
                                "foreign_keys",
                                "must be true, false or strict",
                                text -> Arrays.stream(VerifyConfig.ForeignKeyChecks.values())
                                        .filter(value -> value.name()
                                                .toLowerCase(Locale.ROOT)
                                                .equals(text))
                                        .findFirst())
                        .orElse(verify.foreignKeys()),
                section.has("tables") ? section.texts("tables") : verify.tables(),
                section.has("assertions") ? assertions(section) : verify.assertions(),
                section.duration("query_timeout").orElse(verify.queryTimeout()),
                DeepDraft.over(verify.deep(), section));
    }

    private static List<VerifyConfig.Assertion> assertions(Section section) {
        List<Section> listed = section.sections("assertions");
        List<VerifyConfig.Assertion> assertions =
                listed.stream().flatMap(each -> assertion(each).stream()).toList();
        for (int i = 1; i < assertions.size(); i++) {
            String name = assertions.get(i).name();
            if (assertions.subList(0, i).stream()
                    .anyMatch(before -> before.name().equals(name))) {
                section.problem("assertions", "must have names that differ; twice: " + name);
            }
        }
        return assertions;
    }

    private static Optional<VerifyConfig.Assertion> assertion(Section section) {
        Optional<String> sql = section.text("sql");
        if (!section.has("sql")) {
            section.problem("sql", "is needed: one SELECT");
        }
        Expectation expect = section.read(
                        "expect",
                        "must be one of = != < <= > >= and a value, such as \"> 0\", or a value alone",
                        Expectation::parse)
                .orElse(Expectation.DEFAULT);
        return sql.map(text -> new VerifyConfig.Assertion(section.text("name").orElse(text.strip()), text, expect));
    }
}
