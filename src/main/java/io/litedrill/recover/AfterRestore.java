package io.litedrill.recover;

import io.litedrill.check.CommandLineName;
import io.litedrill.check.CommandVerb;
import io.litedrill.check.Facts;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Format;
import io.litedrill.check.Hint;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Severity;
import io.litedrill.drill.Restored;
import io.litedrill.files.Existence;
import io.litedrill.hook.CommandRunner;
import io.litedrill.hook.HookCommand;
import io.litedrill.hook.HookOutcome;
import io.litedrill.hook.UrlCall;
import io.litedrill.hook.UrlCaller;
import io.litedrill.hook.UrlOutcome;
import io.litedrill.live.LivePlace;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePhase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs the configured {@code restore.after} command and health check once a restored database is in place. The command
 * is repeated until it has succeeded once; {@link PendingHook} stores that it is pending. While it runs, no restore
 * of the database runs, and the command does not run a second time.
 */
final class AfterRestore {
    private static final Duration ONE_CALL = Duration.ofSeconds(5);
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(500);

    private final Hooks hooks;
    private final CommandRunner runner = new CommandRunner();

    AfterRestore(Hooks hooks) {
        this.hooks = hooks;
    }

    /**
     * Describes a completed restore in place.
     *
     * @param naming the name of the replica in commands
     * @param live the path of the database
     * @param aside the folder that the replaced files were moved to
     */
    record Done(ReplicaId id, CommandLineName naming, Path live, Restored restored, Optional<Path> aside) {}

    /**
     * Holds the result of the command and the health check.
     *
     * @param failed the finding for a failure; empty when both succeeded, or when the process stopped them
     * @param stopped the step that the end of the process interrupted, with the next step, for people; empty otherwise
     */
    record Result(Optional<Finding> failed, Optional<Hint> stopped) {
        /** Returns the findings of the restore and of these steps, worst first. */
        List<Finding> findings(List<Finding> ofRestore) {
            return Stream.concat(failed.stream(), ofRestore.stream()).toList();
        }

        /** Returns the outcome of a restore whose steps ended so. */
        RestoreOutcome outcome(Restored restored, Hint reason, List<Finding> ofRestore) {
            return stopped.<RestoreOutcome>map(why -> new RestoreOutcome.WithProblems(Optional.of(restored), why))
                    .orElseGet(() -> RestoreOutcome.written(Optional.of(restored), reason, findings(ofRestore)));
        }

        static Result failed(Finding finding) {
            return new Result(Optional.of(finding), Optional.empty());
        }
    }

    /** Runs the command and the health check directly after the restore. */
    Result finish(Done done, Optional<Path> litestreamState, RestoreListener progress) {
        progress.phase(RestorePhase.AFTER);
        try {
            SidecarPaths beside = new SidecarPaths(LivePlace.of(done.live(), litestreamState));
            return again(done, beside, progress)
                    .orElseGet(() -> Result.failed(
                            failed(done, beside, "restore.after did not run, since another restore of it began")));
        } catch (IOException e) {
            return Result.failed(failed(done, "restore.after did not run: " + e));
        }
    }

    /**
     * Runs the command if it is pending, then the health check.
     *
     * @return empty when a restore is running, or another process runs the command
     */
    Optional<Result> again(Done done, SidecarPaths beside, RestoreListener progress) throws IOException {
        progress.phase(RestorePhase.AFTER);
        Optional<RestoreLock> lock = RestoreLock.take(beside.lock());
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> failure;
        try {
            failure = Existence.exists(beside.pendingHook()) ? runAfter(done, beside, progress) : Optional.empty();
        } finally {
            lock.get().close();
        }
        // the application that the command starts may itself run a restore or ensure, so the lock is released before
        // the health check waits for it
        Optional<Finding> failed =
                failure.map(what -> failed(done, beside, what)).or(() -> health().map(what -> failed(done, what)));
        return Optional.of(
                failed.isPresent() && Thread.currentThread().isInterrupted()
                        ? new Result(Optional.empty(), Optional.of(stopped(done, beside)))
                        : new Result(failed, Optional.empty()));
    }

    /**
     * Returns the text for an interruption by the end of the process. This is no failure of the command or of the
     * application.
     */
    private Hint stopped(Done done, SidecarPaths beside) {
        return Existence.mayExist(beside.pendingHook())
                ? Hint.text("the restored database is in place. Litedrill was stopped before restore.after had"
                                + " succeeded: ")
                        .then(done.naming().command(CommandVerb.ENSURE))
                        .then(" runs it again, and until then starts nothing")
                : Hint.text("the restored database is in place. Litedrill was stopped before restore.health_url had"
                        + " answered: check that the application works");
    }

    private Optional<String> runAfter(Done done, SidecarPaths beside, RestoreListener progress) {
        if (hooks.after().isEmpty()) {
            return Optional.of("restore.after, which has not succeeded yet, is not in the configuration any more");
        }
        HookOutcome outcome = runner.run(
                new HookCommand(hooks.after().get(), environment(done), hooks.limit()),
                line -> progress.printed("restore.after", line));
        if (!outcome.succeeded()) {
            return Optional.of("restore.after failed: " + outcome.text());
        }
        try {
            Uninterruptible.call(() -> settled(beside));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("restore.after succeeded, but its marker could not be removed: " + e);
        }
    }

    private static SidecarPaths settled(SidecarPaths beside) throws IOException {
        new SwapFiles(SwapListener.NONE).delete(beside.pendingHook());
        return beside;
    }

    private Optional<String> health() {
        return hooks.health().flatMap(health -> {
            UrlOutcome outcome = new UrlCaller()
                    .callUntilWell(
                            new UrlCall(health.url(), Optional.empty(), ONE_CALL), health.patience(), BETWEEN_CALLS);
            return outcome.succeeded()
                    ? Optional.empty()
                    : Optional.of("restore.health_url did not report success within "
                            + Format.duration(health.patience()) + ": " + outcome.text());
        });
    }

    private static Finding failed(Done done, SidecarPaths beside, String what) {
        Hint again = Existence.mayExist(beside.pendingHook())
                ? Hint.text("mend the cause; ")
                        .then(done.naming().command(CommandVerb.ENSURE))
                        .then(" runs it again, and until it has succeeded starts nothing. Where it was done by hand:"
                                + " rm "
                                + Format.quoted(beside.pendingHook().toString()))
                : Hint.text("mend the cause and run it again");
        return finding(done, what, again);
    }

    private static Finding failed(Done done, String what) {
        return finding(done, what, Hint.text("mend the cause"));
    }

    private static Finding finding(Done done, String what, Hint again) {
        Restored restored = done.restored();
        String version = restored.userVersion().isPresent()
                ? ", user_version " + restored.userVersion().getAsLong()
                : "";
        String state = restored.point().time() + " (" + restored.point().position() + ")" + version;
        String old = done.aside()
                .map(aside -> "the old database is in " + aside
                        + ", and is put back as docs/recovering.md says (\"Back again\"); ")
                .orElse("");
        return new Finding(
                FindingCode.HOOK_FAILED,
                Severity.CRITICAL,
                Facts.text("the restored database of " + state + " is in place, but " + what),
                done.live().toString(),
                again.then(". The way back: " + old + "an earlier state: ")
                        .then(done.naming().command(CommandVerb.WINDOW))
                        .then(", then ")
                        .then(done.naming()
                                .command(CommandVerb.RESTORE)
                                .with("in-place")
                                .with("force")
                                .with("timestamp", "TIME")));
    }

    static Map<String, String> environment(ReplicaId id, Path live) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("LITEDRILL_DATABASE", id.database());
        environment.put("LITEDRILL_DATABASE_FILE", live.toString());
        return environment;
    }

    private static Map<String, String> environment(Done done) {
        Map<String, String> environment = environment(done.id(), done.live());
        environment.put(
                "LITEDRILL_RECOVERY_POINT", done.restored().point().time().toString());
        environment.put("LITEDRILL_POSITION", done.restored().point().position().toString());
        done.restored()
                .userVersion()
                .ifPresent(version -> environment.put("LITEDRILL_USER_VERSION", String.valueOf(version)));
        done.aside().ifPresent(aside -> environment.put("LITEDRILL_MOVED_ASIDE", aside.toString()));
        return environment;
    }
}
