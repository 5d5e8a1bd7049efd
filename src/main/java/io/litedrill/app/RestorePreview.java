package io.litedrill.app;

import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.live.Condition;
import io.litedrill.recover.ExpectedSize;
import io.litedrill.recover.LiveDatabaseState;
import io.litedrill.recover.LiveDatabaseState.Contents;
import io.litedrill.recover.PreflightResult;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreReport.Ending;
import io.litedrill.recover.RestoreReport.Outcome;
import io.litedrill.restore.RestorePlan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * Holds the preview of a restore in place: the state to restore and the live database that it replaces.
 *
 * @param same whether the WAL of the live database ends at the same commit as the state to restore
 */
public record RestorePreview(RestorePlanning planning, Path live, PreflightResult survey, boolean same) {
    /** Returns why the restore ends before it begins; empty when it may begin. */
    public Optional<Ending> ending(boolean fallback) {
        if (survey.refusal().isPresent()) {
            return Optional.of(new Ending(Outcome.REFUSED, survey.refusal().get()));
        }
        return planning.endingUnread(fallback);
    }

    /**
     * Returns the ending as {@link #ending} does, for a dry run. It also reports obstacles that {@code restore.before}
     * may remove before a real restore.
     */
    public Optional<Ending> endingNow(boolean fallback) {
        return survey.refusal()
                .or(survey::hindrance)
                .map(reason -> new Ending(Outcome.REFUSED, reason))
                .or(() -> planning.ending(fallback));
    }

    /**
     * Returns how much newer the live database is than the state to restore. Zero when both are the same. Otherwise an
     * upper bound: it uses the times of the files, which checkpoints change too. Empty when the live database is not
     * newer or the difference is unknown.
     */
    public Optional<Duration> newer() {
        return same ? Optional.of(Duration.ZERO) : newerByTimes();
    }

    private Optional<Duration> newerByTimes() {
        return contents()
                .map(Contents::modified)
                .flatMap(modified ->
                        planning.plan().map(RestorePlan::point).map(point -> Duration.between(point.time(), modified)))
                .filter(difference -> difference.toMillis() > 0);
    }

    /** Returns the contents of the live database; empty when they are unknown. */
    public Optional<Contents> contents() {
        return survey.live().flatMap(LiveDatabaseState::contents);
    }

    /**
     * Returns the JSON object of a dry run, with the plan and the state of the live database.
     *
     * @param size the expected size of the result; empty when it cannot be predicted
     * @param words maps the names of command-line options in messages to those that the caller uses
     */
    public JsonObject json(Instant now, boolean fallback, Optional<ExpectedSize> size, UnaryOperator<String> words) {
        Ending ending = endingNow(fallback)
                .or(() -> SizeAnswer.refusal(size, words))
                .orElseGet(() -> new Ending(Outcome.NOT_NEEDED, planning.dryRun()));
        RestoreReport.Run run = new RestoreReport.Run("", now, 0, live, Optional.empty());
        RestoreReport report =
                new RestoreReport(planning.look().id(), run, ending, Optional.empty(), planning.findings());
        return JsonObject.with()
                .putAll(ResultJson.dryRun(
                        report, planning.request(), planning.plan().map(RestorePlan::point)))
                .putAll(SizeAnswer.json(ending.outcome(), size))
                .put("plan", planning.json())
                .put("live", there())
                .build();
    }

    private JsonObject there() {
        return JsonObject.with()
                .put("condition", survey.live().map(each -> wire(each.condition())))
                .put("detail", survey.live().map(LiveDatabaseState::condition).map(Condition::detail))
                .put("bytes", contents().map(Contents::bytes))
                .put("modified", contents().map(Contents::modified))
                .put("user_version", contents().map(Contents::userVersion).orElse(OptionalLong.empty()))
                .put("newer_seconds", newer())
                .build();
    }

    private static String wire(Condition condition) {
        return condition.state().name().toLowerCase(Locale.ROOT);
    }
}
