package io.litedrill.daemon;

import io.litedrill.app.MonitoredDatabase;
import io.litedrill.app.RestoreInPlace;
import io.litedrill.app.RestorePlanning;
import io.litedrill.app.RestorePreview;
import io.litedrill.app.ScanAttempt;
import io.litedrill.app.Target;
import io.litedrill.check.CommandVerb;
import io.litedrill.check.Hint;
import io.litedrill.http.Problem;
import io.litedrill.http.ProblemException;
import io.litedrill.json.JsonObject;
import io.litedrill.recover.Permission;
import io.litedrill.recover.RestoreOutcome.Kind;
import io.litedrill.recover.RestoreOutcome.Refusal;
import io.litedrill.recover.RestoreOutcome.Unwritten;
import io.litedrill.recover.RestoreRequest;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Handles one HTTP request for a restore over the live path: its dry run and the restore itself. */
public final class InPlaceRequest {
    private final Target target;
    private final Function<Target, RestorePlanning> planner;
    private final RestoreInPlace restore;

    /**
     * Creates the handler of one request.
     *
     * @param planner scans the replicas and plans the restore
     */
    public InPlaceRequest(Target target, RestoreRequest request, Path live, Function<Target, RestorePlanning> planner) {
        this.target = target;
        this.planner = planner;
        this.restore = new RestoreInPlace(target, request, live);
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
     * Returns the preview. A refusal is part of it.
     *
     * @throws ProblemException when the replica cannot be read or holds no backup
     */
    public JsonObject dryRun() {
        RestorePreview preview = restore.preview(planner.apply(target));
        return json(restore.sized(preview), target.wiring().clock());
    }

    /** Returns a preview as JSON. */
    static JsonObject json(RestorePreview preview, InstantSource clock) {
        preview.expected().filter(outcome -> !(outcome instanceof Refusal)).ifPresent(outcome -> {
            throw problem(outcome, preview.planning());
        });
        return preview.json(clock, Permission.IN_REQUEST);
    }

    /** Returns the HTTP problem for a restore that ended before it began. */
    private static ProblemException problem(Unwritten outcome, RestorePlanning planning) {
        Problem problem = outcome.kind() == Kind.INCONCLUSIVE ? Problem.UNAVAILABLE : Problem.CONFLICT;
        Hint more = outcome.kind() == Kind.FAILED ? why(planning.look()) : Hint.text(planning.neighbours());
        return new ProblemException(problem, outcome.reason().then(more).text(Permission.IN_REQUEST));
    }

    /** Returns the location that has no backup, since the configured location may be wrong. */
    private static Hint why(ScanAttempt look) {
        return look instanceof ScanAttempt.Seen seen
                ? Hint.text(": " + seen.scan().replica().location() + ". See why: ")
                        .then(seen.replica().watched().command(CommandVerb.CHECK))
                : Hint.none();
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
        RestorePreview preview = restore.preview(planning);
        Optional<Unwritten> ending = preview.ending();
        if (ending.isPresent()) {
            boolean answered = answer.refuse(problem(ending.get(), planning));
            return new RestoreService.Done(
                    preview.ended(ending.get(), target.wiring().clock()), answered);
        }
        answer.accept();
        return new RestoreService.Done(restore.run(preview, course.progress()), false);
    }
}
