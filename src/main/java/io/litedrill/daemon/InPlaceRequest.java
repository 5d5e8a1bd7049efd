package io.litedrill.daemon;

import io.litedrill.app.InPlaceRun;
import io.litedrill.app.MonitoredDatabase;
import io.litedrill.app.RestorePlanning;
import io.litedrill.app.RestorePreview;
import io.litedrill.app.ScanAttempt;
import io.litedrill.app.Target;
import io.litedrill.check.CommandVerb;
import io.litedrill.http.Problem;
import io.litedrill.http.ProblemException;
import io.litedrill.json.JsonObject;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreReport.Ending;
import io.litedrill.recover.RestoreReport.Outcome;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Handles one HTTP request for a restore over the live path: its dry run and the restore itself. */
public final class InPlaceRequest {
    private final Target target;
    private final Function<Target, RestorePlanning> planner;
    private final InPlaceRun.Wish wish;
    private final InPlaceRun restore;

    /**
     * Creates the handler of one request.
     *
     * @param planner scans the replicas and plans the restore
     */
    public InPlaceRequest(Target target, InPlaceRun.Wish wish, Function<Target, RestorePlanning> planner) {
        this.target = target;
        this.planner = planner;
        this.wish = wish;
        this.restore = new InPlaceRun(target, wish);
    }

    /**
     * Returns the live path of a database.
     *
     * @throws ProblemException when the configuration has no live path
     */
    public static Path path(MonitoredDatabase database) {
        return database.database()
                .live()
                .orElseThrow(() -> new ProblemException(
                        Problem.FORBIDDEN,
                        database.name()
                                + ": the configuration has no live path for it, and nothing else is written over. "
                                + "Set path in litedrill.yml, or restore to a file"));
    }

    /**
     * Returns the result of a dry run. An expected refusal because of the size is part of the result.
     *
     * @throws ProblemException when the restore would be refused for another reason
     */
    public JsonObject dryRun() {
        RestorePreview outlook = restore.outlook(planner.apply(target));
        outlook.endingNow(wish.allowed().restore().fallback()).ifPresent(ending -> {
            throw refused(ending, outlook.planning());
        });
        return outlook.json(
                target.wiring().clock().instant(),
                wish.allowed().restore().fallback(),
                restore.size(outlook),
                RequestKeys::of);
    }

    private Optional<Ending> ending(RestorePreview outlook) {
        return outlook.ending(wish.allowed().restore().fallback());
    }

    /** Returns the HTTP problem for a refused plan. */
    public static ProblemException refused(Ending ending, RestorePlanning planning) {
        Problem problem = ending.outcome() == Outcome.INCONCLUSIVE ? Problem.UNAVAILABLE : Problem.CONFLICT;
        String more = ending.outcome() == Outcome.FAILED ? why(planning.look()) : planning.neighbours();
        return new ProblemException(problem, RequestKeys.of(ending.reason() + more));
    }

    /** Returns the location that has no backup, since the configured location may be wrong. */
    private static String why(ScanAttempt look) {
        return look instanceof ScanAttempt.Seen seen
                ? ": " + seen.scan().replica().location() + ". See why: "
                        + seen.replica().watched().command(CommandVerb.CHECK).text()
                : "";
    }

    /**
     * Runs the restore.
     *
     * @param answer receives first whether the restore begins
     */
    public RestoreService.Done run(ActiveRestore course, RestoreAnswer answer) {
        RestorePlanning planning = planner.apply(target);
        course.reads(
                planning.look().id(),
                target.wiring().past().memory(),
                answer.latest(planning.look().id()));
        RestorePreview outlook = restore.outlook(planning);
        Optional<Ending> ending = ending(outlook);
        if (ending.isPresent()) {
            boolean told = answer.refuse(refused(ending.get(), planning));
            RestoreReport report = restore.ended(planning, course.runId(), ending.get());
            return new RestoreService.Done(RequestKeys.of(report), told);
        }
        answer.accept();
        RestoreReport report = restore.run(outlook, course.runId(), course.progress());
        return new RestoreService.Done(RequestKeys.of(report), false);
    }
}
