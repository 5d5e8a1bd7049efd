package io.litedrill.app;

import io.litedrill.check.Hint;
import io.litedrill.check.HintStyle;
import io.litedrill.drill.Fallback;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.live.Condition;
import io.litedrill.recover.ExpectedSize;
import io.litedrill.recover.LiveDatabaseState;
import io.litedrill.recover.LiveDatabaseState.Contents;
import io.litedrill.recover.Permission;
import io.litedrill.recover.PreflightResult;
import io.litedrill.recover.RestoreOutcome;
import io.litedrill.recover.RestoreOutcome.Effect;
import io.litedrill.recover.RestoreOutcome.Refusal;
import io.litedrill.recover.RestoreOutcome.Unwritten;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreRequest;
import io.litedrill.recover.RestoreStart;
import io.litedrill.restore.RestorePlan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Holds the preview of a restore: the state to restore, the destination, and the refusal if there is one. It is made
 * once, from one listing of the replica, and passed to the restore.
 *
 * @param size the expected size of the result; empty when it cannot be predicted, or decides nothing
 */
public record RestorePreview(
        RestoreRequest request, RestorePlanning planning, Destination destination, Optional<ExpectedSize> size) {

    /**
     * Holds what a preview found at the destination.
     *
     * @param output the file to be written
     * @param survey the state of the destination
     * @param same whether the WAL of the live database ends at the same commit as the state to restore
     */
    record Destination(Path output, PreflightResult survey, boolean same) {}

    /** Returns why the restore ends before it begins; empty when it may begin. */
    public Optional<Unwritten> ending() {
        return survey().refusal().<Unwritten>map(each -> each).or(() -> planning.endingUnread(fallback()));
    }

    /**
     * Returns the expected end of the restore, for a dry run; empty when the database is expected to be restored. Other
     * than {@link #ending}, it also contains obstacles that {@code restore.before} may remove, and the size.
     */
    public Optional<Unwritten> expected() {
        return survey().refusal()
                .or(() -> survey().hindrance().map(RestorePreview::hindered))
                .<Unwritten>map(each -> each)
                .or(() -> planning.ending(fallback()))
                .or(() -> size.flatMap(ExpectedSize::refusal));
    }

    private static Refusal hindered(Hint reason) {
        return new Refusal(reason, Optional.empty(), Effect.NOTHING);
    }

    private boolean fallback() {
        return request.permits(Permission.FALLBACK);
    }

    public PreflightResult survey() {
        return destination.survey();
    }

    /** Returns the file to be written. */
    public Path output() {
        return destination.output();
    }

    /** Returns whether the live database holds the state to restore. */
    public boolean same() {
        return destination.same();
    }

    /** Returns the same preview with the expected size. */
    RestorePreview with(Optional<ExpectedSize> expected) {
        return new RestorePreview(request, planning, destination, expected);
    }

    /**
     * Returns how much newer the live database is than the state to restore. Zero when both are the same. Otherwise an
     * upper bound: it uses the times of the files, which checkpoints change too. Empty when the live database is not
     * newer or the difference is unknown.
     */
    public Optional<Duration> newer() {
        return same() ? Optional.of(Duration.ZERO) : newerByTimes();
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
        return survey().live().flatMap(LiveDatabaseState::contents);
    }

    /** Returns the report of a restore that ended before it began. */
    public RestoreReport ended(Unwritten outcome, InstantSource clock) {
        return new RestoreStart(request.runId(), planning.look().id(), output(), clock.instant(), planning.request())
                .end(outcome, List.of(), clock);
    }

    /**
     * Returns the JSON object of a dry run, with the plan and, for a restore in place, the state of the live database.
     *
     * @param style how the reader gives permissions
     */
    public JsonObject json(InstantSource clock, HintStyle style) {
        RestoreOutcome outcome = expected()
                .<RestoreOutcome>map(each -> each)
                .orElseGet(() -> RestoreOutcome.notNeeded(planning.dryRun()));
        RestoreReport report = new RestoreStart("", planning.look().id(), output(), clock.instant(), planning.request())
                .end(outcome, planning.findings(), clock)
                .from(request.origin())
                .worded(style);
        JsonObject.Builder json = JsonObject.with()
                .putAll(ResultJson.dryRun(
                        report, planning.request(), planning.plan().map(RestorePlan::point), lost()))
                .put("size", SizeAnswer.json(size))
                .put("plan", planning.json());
        return request.isInPlace() ? json.put("live", there()).build() : json.build();
    }

    private Optional<Fallback> lost() {
        return fallback() ? planning.fallback() : Optional.empty();
    }

    private JsonObject there() {
        return JsonObject.with()
                .put("condition", survey().live().map(each -> wire(each.condition())))
                .put("detail", survey().live().map(LiveDatabaseState::condition).map(Condition::detail))
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
