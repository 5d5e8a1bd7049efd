package io.litedrill.config;

import io.litedrill.config.DeepConfig.Command;
import io.litedrill.config.DeepConfig.Freshness;
import java.time.Duration;
import java.util.Optional;

/** Reads the part of {@code verify} that {@link DeepConfig} holds. */
final class DeepDraft {
    private DeepDraft() {}

    /** Returns the base with the values of a mapping applied. */
    static DeepConfig over(DeepConfig base, Section section) {
        return new DeepConfig(
                section.has("min_rows") ? section.counts("min_rows") : base.minRows(),
                section.section("freshness").flatMap(DeepDraft::freshness).or(base::freshness),
                command(base.command(), section),
                section.bool("compare_rows").orElse(base.compareRows()),
                section.bool("compare_live").orElse(base.compareLive()),
                section.duration("live_timeout").orElse(base.liveTimeout()));
    }

    private static Optional<Freshness> freshness(Section section) {
        Optional<String> sql = section.text("sql");
        Optional<Duration> maxAge = section.duration("max_age");
        if (!section.has("sql")) {
            section.problem("sql", "is needed: one SELECT that gives the newest time");
        }
        if (!section.has("max_age")) {
            section.problem("max_age", "is needed: how far that time may lie before the recovery point, such as 1h");
        }
        return sql.flatMap(text -> maxAge.map(age -> new Freshness(text, age)));
    }

    private static Command command(Command base, Section section) {
        Duration timeout = section.duration("command_timeout").orElse(base.timeout());
        if (!section.has("command")) {
            return new Command(base.arguments(), base.shell(), timeout);
        }
        Words words = section.words("command");
        return new Command(words.words(), words.isLine(), timeout);
    }
}
