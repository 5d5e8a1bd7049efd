package io.litedrill.config;

import io.litedrill.drill.ExtraChecks;
import io.litedrill.verify.Assertion;
import io.litedrill.verify.DataTests;
import io.litedrill.verify.Expect;
import io.litedrill.verify.Expectations;
import io.litedrill.verify.Freshness;
import io.litedrill.verify.OwnCommand;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Accumulates the keys of {@code verify}: those of the top of the file, then those of one database.
 *
 * @param command the arguments of the owner's test program
 * @param rows whether rows are compared with those of earlier drills
 * @param live whether the copy is compared with the live database
 */
record VerifyDraft(
        Expectations expectations,
        Optional<List<String>> command,
        Duration commandTimeout,
        boolean rows,
        boolean live,
        Duration liveTimeout) {
    static final VerifyDraft DEFAULTS = new VerifyDraft(
            Expectations.DEFAULTS, Optional.empty(), Duration.ofMinutes(5), true, true, Duration.ofSeconds(5));

    private static final String STATEMENT = "must be one statement that begins with SELECT, WITH, VALUES or PRAGMA";

    /** Returns these settings with those of a mapping applied. */
    VerifyDraft with(Section section) {
        return new VerifyDraft(
                expectations(section),
                section.has("command") ? section.command("command") : command,
                section.duration("command_timeout").orElse(commandTimeout),
                section.bool("compare_rows").orElse(rows),
                section.bool("compare_live").orElse(live),
                section.duration("live_timeout").orElse(liveTimeout));
    }

    /** Returns the extra checks of a drill. */
    ExtraChecks extra(boolean randomPoint) {
        return new ExtraChecks(
                rows,
                Optional.of(liveTimeout).filter(limit -> live),
                command.map(words -> new OwnCommand(words, commandTimeout)),
                randomPoint);
    }

    private Expectations expectations(Section section) {
        return new Expectations(
                section.read("mode", "must be integrity_check or quick_check", ConfigWords::mode)
                        .orElse(expectations.mode()),
                section.read("foreign_keys", "must be true, false or strict", ConfigWords::foreignKeys)
                        .orElse(expectations.foreignKeys()),
                section.has("tables") ? section.texts("tables") : expectations.tables(),
                section.has("assertions") ? assertions(section) : expectations.assertions(),
                section.duration("query_timeout").orElse(expectations.queryLimit()),
                new DataTests(
                        section.has("min_rows")
                                ? section.counts("min_rows")
                                : expectations.data().minRows(),
                        section.section("freshness")
                                .flatMap(VerifyDraft::freshness)
                                .or(expectations.data()::freshness)));
    }

    private static List<Assertion> assertions(Section section) {
        List<Assertion> assertions = section.sections("assertions").stream()
                .flatMap(each -> assertion(each).stream())
                .toList();
        for (int i = 1; i < assertions.size(); i++) {
            String name = assertions.get(i).name();
            if (assertions.subList(0, i).stream()
                    .anyMatch(before -> before.name().equals(name))) {
                section.problem("assertions", "must have names that differ; twice: " + name);
            }
        }
        return assertions;
    }

    private static Optional<Assertion> assertion(Section section) {
        if (!section.has("sql")) {
            section.problem("sql", "is needed: one SELECT");
        }
        Expect expect = section.make(
                        "expect",
                        "must be one of = != < <= > >= and a value, such as \"> 0\", or a value alone",
                        Expect::parse)
                .orElse(Expect.DEFAULT);
        Optional<String> name = section.text("name");
        return section.make(
                "sql",
                STATEMENT + "; several statements are several assertions",
                sql -> new Assertion(name.orElse(sql.strip()), sql, expect));
    }

    private static Optional<Freshness> freshness(Section section) {
        Optional<Duration> maxAge = section.duration("max_age");
        if (!section.has("sql")) {
            section.problem("sql", "is needed: one SELECT that gives the newest time");
        }
        if (!section.has("max_age")) {
            section.problem("max_age", "is needed: how far that time may lie before the recovery point, such as 1h");
        }
        Optional<Freshness> freshness =
                section.make("sql", STATEMENT, sql -> new Freshness(sql, maxAge.orElse(Duration.ofDays(1))));
        return freshness.filter(each -> maxAge.isPresent());
    }
}
