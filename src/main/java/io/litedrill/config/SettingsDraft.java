package io.litedrill.config;

import io.litedrill.check.Objectives;
import io.litedrill.drill.Keeping;
import io.litedrill.notify.Channel;
import io.litedrill.notify.Recipients;
import io.litedrill.schedule.Cadence;
import io.litedrill.schedule.Timing;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Accumulates settings of databases while they are read: those of the top of the file, then those of one database. */
record SettingsDraft(
        Timing timing,
        boolean randomPoint,
        Keeping keeping,
        Promises promises,
        VerifyDraft verify,
        Recipients recipients,
        List<Channel> channels,
        RestoreDraft restore) {
    static final SettingsDraft DEFAULTS = new SettingsDraft(
            Timing.DEFAULTS,
            false,
            Keeping.NOTHING,
            Promises.NONE,
            VerifyDraft.DEFAULTS,
            Recipients.NONE,
            List.of(),
            RestoreDraft.DEFAULTS);

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
                timing(section),
                section.section("drill")
                        .flatMap(drill -> drill.read("point", "must be newest or random", ConfigWords::randomPoint))
                        .orElse(randomPoint),
                section.section("drill").map(this::keeping).orElse(keeping),
                section.section("objectives").map(promises::with).orElse(promises),
                section.section("verify").map(verify::with).orElse(verify),
                section.section("notify").map(this::recipients).orElse(recipients),
                section.section("notify")
                        .filter(notify -> notify.has("channels"))
                        .map(ChannelReader::read)
                        .orElse(channels),
                section.section("restore").map(restore::with).orElse(restore));
    }

    /** Returns the final settings, with the defaults that depend on other settings. */
    DatabaseSettings settled() {
        Objectives objectives = new Objectives(
                promises.rpo.orElse(Objectives.DEFAULT_RPO),
                promises.rto,
                promises.drillAge.orElse(timing.drills().expectedAge()),
                promises.retention,
                promises.expectWrites);
        return new DatabaseSettings(
                timing,
                objectives,
                verify.expectations(),
                verify.extra(randomPoint).with(keeping),
                recipients,
                channels,
                restore.ownership(),
                restore.hooks());
    }

    private Keeping keeping(Section drill) {
        return new Keeping(
                drill.read("mode", "must be full or incremental", ConfigWords::incremental)
                        .orElse(keeping.incremental()),
                drill.duration("full_interval").orElse(keeping.fullInterval()),
                drill.read("keep_most", "must be a number of bytes above 0, such as 50GB", ByteCount::parse)
                        .orElse(keeping.mostBytes()));
    }

    private Timing timing(Section section) {
        return new Timing(
                section.section("check").flatMap(SettingsDraft::interval).orElse(timing.checks()),
                section.section("drill")
                        .map(each -> cadence(each, "drills", timing.drills()))
                        .orElse(timing.drills()),
                section.section("scrub")
                        .map(each -> cadence(each, "scrubs", timing.scrubs()))
                        .orElse(timing.scrubs()));
    }

    private static Cadence cadence(Section section, String what, Cadence before) {
        Duration jitter = section.duration("jitter", false).orElse(Duration.ZERO);
        Optional<Cadence> cron = section.make(
                "cron",
                "must be MINUTE HOUR DAY MONTH WEEKDAY as in crontab(5), with a day or a weekday, such as 30 3 * * *",
                text -> new Cadence.Cron(text.strip(), ZoneId.systemDefault(), jitter));
        Optional<Cadence.Every> interval = interval(section);
        if (section.has("cron") && section.has("interval")) {
            section.problem("cron", "must not be set beside interval");
        }
        if (cron.isPresent()) {
            return cron.get();
        }
        if (interval.isEmpty() && section.has("jitter") && before instanceof Cadence.Cron inherited) {
            return new Cadence.Cron(inherited.expression(), inherited.zone(), jitter);
        }
        if (section.has("jitter") && !section.has("cron")) {
            section.problem("jitter", "is for cron; " + what + " at an interval are spread without it");
        }
        return interval.<Cadence>map(each -> each).orElse(before);
    }

    private static Optional<Cadence.Every> interval(Section section) {
        return section.duration("interval").flatMap(duration -> {
            Optional<Cadence.Every> every = Section.made(Cadence.Every::new, duration);
            if (every.isEmpty()) {
                section.problem("interval", "must be 1ms or more");
            }
            return every;
        });
    }

    private Recipients recipients(Section section) {
        return new Recipients(
                section.url("drill_ping").or(recipients::drillPing),
                section.url("check_ping").or(recipients::checkPing),
                section.url("post").or(recipients::post),
                section.bool("post_checks").orElse(recipients.postChecks()),
                section.duration("timeout").orElse(recipients.limit()));
    }
}
