package io.litedrill.recover;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.CommandVerb;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.InternalErrors;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.Severity;
import io.litedrill.check.StoppedException;
import io.litedrill.drill.ExpectedRows;
import io.litedrill.drill.Fallback;
import io.litedrill.drill.KnownViolations;
import io.litedrill.drill.RestoreAttempt;
import io.litedrill.drill.Restored;
import io.litedrill.drill.SoundRestore;
import io.litedrill.drill.SoundRestore.Result;
import io.litedrill.recover.RestoreOrder.Permissions;
import io.litedrill.recover.RestoreReport.Ending;
import io.litedrill.recover.RestoreReport.Outcome;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.Layout;
import io.litedrill.replica.Point;
import io.litedrill.replica.ProvingRun;
import io.litedrill.replica.ReadFiles;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.restore.PlanResult;
import io.litedrill.restore.RestoreListener;
import io.litedrill.verify.CheckOutcome;
import io.litedrill.verify.Expectations;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Restores a database to a draft file and verifies it. Every real restore does this before it changes any existing
 * file.
 */
final class DraftRestore {
    private static final String WITHOUT_ASSERTIONS =
            ". To take it all the same, without your own tests: restore --skip-assertions";
    private static final String MALFORMED =
            ". If no sound state is left, the malformed one can be had for a recovery, with restore -o FILE"
                    + " --accept-malformed";

    /** Names no earlier state: only a search can determine which one passes. */
    private static final String SEARCH =
            ". --fallback looks for the newest earlier state that passes these tests, and reports how much is lost";

    private final ReadingCache cache;
    private final ReplicaHistory experience;
    private final InstantSource clock;

    DraftRestore(ReadingCache cache, ReplicaHistory experience, InstantSource clock) {
        this.cache = cache;
        this.experience = experience;
        this.clock = clock;
    }

    /**
     * Describes the restore of a draft.
     *
     * @param expectations the checks that the restored database must pass
     * @param destination what the destination requires of the replica and of the result
     */
    record Request(
            CheckedReplica watched,
            Point point,
            Expectations expectations,
            Permissions permissions,
            Requirements destination) {}

    /**
     * Describes what the destination of a restore requires.
     *
     * @param live the live database, which gives the lower bound for the size of the result
     * @param objection returns why nothing is restored to the destination from the listed files; empty when it is
     */
    record Requirements(LiveRows live, Function<Inventory, Optional<String>> objection) {
        /** Requires a result of a size, from any files. */
        static Requirements size(LiveRows live) {
            return new Requirements(live, listed -> Optional.empty());
        }
    }

    /** Describes the result of a draft restore. */
    sealed interface Drafted {
        /** Returns all findings, worst first. */
        List<Finding> findings();

        /** The draft holds the database. It passed all checks, or it is malformed and the request permits that. */
        record Sound(Restored restored, List<Finding> findings) implements Drafted {}

        /** The draft is unusable or was not written. A file may remain at the path of the draft. */
        record Unfit(Ending ending, List<Finding> findings) implements Drafted {}
    }

    /** Restores and verifies a draft. Never throws: a failure is returned as {@link Unfit}. */
    Drafted restore(Request request, Path draft, RestoreListener progress) {
        CheckedReplica watched = request.watched();
        try {
            KnownRows rows =
                    new KnownRows(watched, experience, request.destination().live());
            RestoreAttempt attempt = attempt(request, draft, progress);
            Instant start = clock.instant();
            Result result = soundRestore(request, attempt, rows).restore(request.point(), looksOn(request));
            remember(watched, attempt, start);
            Drafted drafted = judged(request, withKnownViolations(request, result));
            return drafted instanceof Drafted.Sound && result instanceof Result.Done done
                    ? smaller(request, rows, done).orElse(drafted)
                    : drafted;
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return unfinished(e, watched.replica().location());
        }
    }

    /** Marks violations of constraints that the last good drill had too as known. */
    private Result withKnownViolations(Request request, Result result) {
        return result instanceof Result.Done done && request.point() instanceof Point.Newest
                ? new KnownViolations(
                                request.watched(),
                                experience.lastGood(request.watched().id()))
                        .compared(done)
                : result;
    }

    private static Drafted unfinished(Throwable failure, String where) {
        try {
            Finding fault = InternalErrors.of(failure, where);
            return new Drafted.Unfit(new Ending(Outcome.INCONCLUSIVE, fault.message()), List.of(fault));
        } catch (StoppedException stopped) {
            return new Drafted.Unfit(new Ending(Outcome.INCONCLUSIVE, SoundRestore.STOPPED), List.of());
        }
    }

    /**
     * Returns true when an earlier sound state is searched for. A malformed newest state is accepted only when the
     * search finds none.
     */
    private static boolean looksOn(Request request) {
        return request.permissions().fallback()
                || (request.permissions().acceptMalformed() && request.point() instanceof Point.Newest);
    }

    /**
     * Compares the size of the result with the known rows. This check runs last, so that a more serious problem is
     * reported first.
     */
    private static Optional<Drafted> smaller(Request request, KnownRows rows, Result.Done done) {
        return request.permissions().acceptSmaller() || done.restored().isMalformed()
                ? Optional.empty()
                : rows.refusal(done)
                        .map(reason -> new Drafted.Unfit(new Ending(Outcome.REFUSED, reason), done.findings()));
    }

    private RestoreAttempt attempt(Request request, Path draft, RestoreListener progress) {
        Expectations expectations = request.permissions().skipAssertions()
                ? request.expectations().withoutAssertions()
                : request.expectations();
        return new RestoreAttempt(draft, expectations, clock, progress);
    }

    /** Stores the file facts that this restore read, for the next check and the next restore. */
    private void remember(CheckedReplica watched, RestoreAttempt attempt, Instant start) {
        ProvingRun run = new ProvingRun(ProvingRun.Kind.RESTORE, start);
        ReadFiles read = attempt.evidence(watched.replica(), run, Set.of());
        if (!read.isEmpty()) {
            experience.keepProved(watched.id(), read);
        }
    }

    private SoundRestore soundRestore(Request request, RestoreAttempt attempt, KnownRows rows) {
        CheckedReplica watched = request.watched();
        ReplicaScanner scanner = watched.scanner(cache, experience, clock);
        ExpectedRows before = request.permissions().acceptSmaller() ? ExpectedRows.ANY : rows.before();
        SoundRestore restore = new SoundRestore(watched, scanner, attempt, before)
                .unless(request.destination().objection());
        return request.permissions().acceptMalformed() ? restore.takingMalformed() : restore;
    }

    private static Drafted judged(Request request, Result result) {
        if (result instanceof Result.Done done) {
            return judged(done, request.permissions());
        }
        if (result instanceof Result.Refused refused) {
            // a file that the store refuses to return may be sound, so this does not show that the point cannot be
            // restored
            boolean unread = refused.finding().code() == FindingCode.ACCESS_DENIED;
            Outcome outcome = unread ? Outcome.INCONCLUSIVE : Outcome.REFUSED;
            String because = unread ? refused.finding().message() + ". " : "";
            Ending ending = new Ending(
                    outcome, because + refusal(request.watched(), refused.reason()) + offer(refused.offer()));
            boolean lost = refused.reason().missing().isPresent();
            return new Drafted.Unfit(ending, lost ? List.of(refused.finding()) : List.of());
        }
        if (result instanceof Result.Failed failed) {
            boolean critical = failed.findings().stream().anyMatch(DraftRestore::isCritical);
            Outcome outcome = critical ? Outcome.FAILED : Outcome.INCONCLUSIVE;
            boolean malformed =
                    failed.findings().stream().anyMatch(finding -> finding.code() == FindingCode.DATABASE_MALFORMED);
            String reason = reason(failed.findings()) + offer(failed.offer()) + (malformed ? MALFORMED : "");
            return new Drafted.Unfit(new Ending(outcome, reason), failed.findings());
        }
        if (result instanceof Result.Objected objected) {
            return new Drafted.Unfit(new Ending(Outcome.REFUSED, objected.reason()), List.of());
        }
        if (result instanceof Result.Undecided undecided) {
            return new Drafted.Unfit(new Ending(Outcome.REFUSED, undecided.reason()), undecided.findings());
        }
        Result.Inconclusive inconclusive = (Result.Inconclusive) result;
        Ending ending = new Ending(Outcome.INCONCLUSIVE, inconclusive.reason());
        return new Drafted.Unfit(ending, inconclusive.findings());
    }

    private static Drafted judged(Result.Done done, Permissions permissions) {
        if (done.restored().isMalformed() && permissions.acceptMalformed()) {
            return new Drafted.Sound(done.restored(), done.findings());
        }
        Optional<Fallback> older = done.restored().fallback().filter(found -> !permissions.fallback());
        if (older.isPresent()) {
            return new Drafted.Unfit(new Ending(Outcome.FAILED, older(done, older.get())), done.findings());
        }
        boolean acceptable =
                done.restored().checks().stream().noneMatch(check -> check.result() == CheckOutcome.Result.FAILED);
        if (!acceptable) {
            boolean own = done.findings().stream().anyMatch(DraftRestore::isAssertion);
            String reason = reason(done.findings())
                    + (own ? WITHOUT_ASSERTIONS : permissions.fallback() ? "" : SEARCH)
                    + (done.restored().isMalformed() ? MALFORMED : "");
            return new Drafted.Unfit(new Ending(Outcome.FAILED, reason), done.findings());
        }
        Optional<Ending> untested = done.untested()
                .unfinished()
                .map(reason ->
                        new Ending(Outcome.INCONCLUSIVE, "what was restored could not be tested in full: " + reason));
        return untested.<Drafted>map(ending -> new Drafted.Unfit(ending, done.findings()))
                .orElseGet(() -> new Drafted.Sound(done.restored(), done.findings()));
    }

    private static String offer(Optional<Fallback> offer) {
        return offer.map(fallback -> ". " + fallback.offer()).orElse("");
    }

    /**
     * Returns the refusal of a malformed state where an earlier sound one exists. A request that names the malformed
     * point is not refused.
     */
    private static String older(Result.Done done, Fallback fallback) {
        return reason(done.findings()) + ". A sound state before it is of "
                + fallback.got().time() + ": --fallback takes it. To have the malformed one instead, name it: "
                + exact(fallback.wanted()) + " with --accept-malformed";
    }

    private static boolean isAssertion(Finding finding) {
        return finding.code() == FindingCode.ASSERTION_FAILED;
    }

    private static boolean isCritical(Finding finding) {
        return finding.severity() == Severity.CRITICAL;
    }

    private static String reason(List<Finding> findings) {
        return findings.stream().map(Finding::message).findFirst().orElse("nothing could be restored");
    }

    private static String refusal(CheckedReplica watched, PlanResult.Refused refused) {
        return refused.reason()
                + refused.before().map(point -> ". Before it: " + exact(point)).orElse("")
                + refused.after().map(point -> ". After it: " + exact(point)).orElse("")
                + ". All points: " + watched.command(CommandVerb.WINDOW).text();
    }

    private static String exact(RecoveryPoint point) {
        String option = point.position().layout() == Layout.LTX ? "--txid " : "--position ";
        return point.time() + " (" + option + point.position() + ")";
    }
}
