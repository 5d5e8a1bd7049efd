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
 * What a restore in place would read, and what it would replace.
 *
 * @param same whether the WAL of the live database was seen to end where the state does that would come back: it holds no other commit
 */
public record RestorePreview(RestorePlanning planning, Path live, PreflightResult survey, boolean same) {
    /** Why it ends before it begins; empty when it may begin. */
    public Optional<Ending> ending(boolean fallback) {
        if (survey.refusal().isPresent()) {
            return Optional.of(new Ending(Outcome.REFUSED, survey.refusal().get()));
        }
        return planning.endingUnread(fallback);
    }

    /** As {@link #ending}, for who only asks: what may be gone by the time it begins is in its way still. */
    public Optional<Ending> endingNow(boolean fallback) {
        return survey.refusal()
                .or(survey::hindrance)
                .map(reason -> new Ending(Outcome.REFUSED, reason))
                .or(() -> planning.ending(fallback));
    }

    /**
     * How much newer the live database is than what would come back: zero where it is known to be the same, else by the times of the
     * files, which checkpoints move too, so at most; empty when it is not newer, or nobody knows.
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

    /** What is in the live database, where that is known. */
    public Optional<Contents> contents() {
        return survey.live().flatMap(LiveDatabaseState::contents);
    }

    /**
     * The object of a restore that did nothing, with the plan and what is there now.
     *
     * @param size what the result is expected to be, where that is known
     * @param words how the options of a command line are named to the caller
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
