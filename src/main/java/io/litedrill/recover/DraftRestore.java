package io.litedrill.recover;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.OwnFault;
import io.litedrill.check.Severity;
import io.litedrill.check.StoppedException;
import io.litedrill.check.Watched;
import io.litedrill.drill.Attempt;
import io.litedrill.drill.Experience;
import io.litedrill.drill.Fallback;
import io.litedrill.drill.Restored;
import io.litedrill.drill.RowsBefore;
import io.litedrill.drill.SoundRestore;
import io.litedrill.drill.SoundRestore.Result;
import io.litedrill.recover.RestoreOrder.Permissions;
import io.litedrill.recover.RestoreReport.Ending;
import io.litedrill.recover.RestoreReport.Outcome;
import io.litedrill.replica.Layout;
import io.litedrill.replica.Point;
import io.litedrill.replica.ProvingRun;
import io.litedrill.replica.ReadFiles;
import io.litedrill.replica.ReadingCache;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaScanner;
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

/** Restores to a file that has not its name yet, and tests what came out: what every real restore does before it touches anything. */
final class DraftRestore {
    private static final String WITHOUT_ASSERTIONS =
            ". To take it all the same, without your own tests: restore --skip-assertions";
    private static final String MALFORMED =
            ". If no sound state is left, the malformed one can be had for a recovery, with restore -o FILE --accept-malformed";

    /** Which earlier state that is, only trying tells. */
    private static final String SEARCH =
            ". --fallback looks for the newest earlier state that passes these tests, and reports how much is lost";

    private final ReadingCache cache;
    private final Experience experience;
    private final InstantSource clock;

    DraftRestore(ReadingCache cache, Experience experience, InstantSource clock) {
        this.cache = cache;
        this.experience = experience;
        this.clock = clock;
    }

    /**
     * What to restore.
     *
     * @param expectations what the restored database is tested for
     * @param live what the result must not be much smaller than
     */
    record Request(Watched watched, Point point, Expectations expectations, Permissions permissions, LiveRows live) {}

    /** What came of it. */
    sealed interface Drafted {
        /** All that was found, worst first. */
        List<Finding> findings();

        /** The database is in the draft, sound as far as all tests tell, or malformed and allowed to be. */
        record Sound(Restored restored, List<Finding> findings) implements Drafted {}

        /** It is not, or there is none; the draft may be there. */
        record Unfit(Ending ending, List<Finding> findings) implements Drafted {}
    }

    /** Restores and tests. Never throws for what it finds. */
    Drafted restore(Request request, Path draft, RestoreListener progress) {
        Watched watched = request.watched();
        try {
            KnownRows rows = new KnownRows(watched, experience.lastGood(), request.live());
            Attempt attempt = attempt(request, draft, progress);
            Instant start = clock.instant();
            Result result = soundRestore(request, attempt, rows).restore(request.point(), looksOn(request));
            remember(watched, attempt, start);
            Drafted drafted = judged(request, result);
            return drafted instanceof Drafted.Sound && result instanceof Result.Done done
                    ? smaller(request, rows, done).orElse(drafted)
                    : drafted;
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return unfinished(e, watched.replica().location());
        }
    }

    private static Drafted unfinished(Throwable failure, String where) {
        try {
            Finding fault = OwnFault.of(failure, where);
            return new Drafted.Unfit(new Ending(Outcome.INCONCLUSIVE, fault.message()), List.of(fault));
        } catch (StoppedException stopped) {
            return new Drafted.Unfit(new Ending(Outcome.INCONCLUSIVE, SoundRestore.STOPPED), List.of());
        }
    }

    /** The newest state is given malformed only after no sound one was found before it. */
    private static boolean looksOn(Request request) {
        return request.permissions().fallback()
                || (request.permissions().acceptMalformed() && request.point() instanceof Point.Newest);
    }

    /** Judged last: what is wrong is not merely small. */
    private static Optional<Drafted> smaller(Request request, KnownRows rows, Result.Done done) {
        return request.permissions().acceptSmaller() || done.restored().isMalformed()
                ? Optional.empty()
                : rows.refusal(done)
                        .map(reason -> new Drafted.Unfit(new Ending(Outcome.REFUSED, reason), done.findings()));
    }

    private Attempt attempt(Request request, Path draft, RestoreListener progress) {
        Expectations expectations = request.permissions().skipAssertions()
                ? request.expectations().withoutAssertions()
                : request.expectations();
        return new Attempt(draft, expectations, clock, progress);
    }

    /** What this restore read is known to the next check, and to the next restore. */
    private void remember(Watched watched, Attempt attempt, Instant start) {
        ProvingRun run = new ProvingRun(ProvingRun.Kind.RESTORE, start);
        ReadFiles read = attempt.evidence(watched.replica(), run, Set.of());
        if (!read.isEmpty()) {
            experience.memory().keepProved(watched.id(), read);
        }
    }

    private SoundRestore soundRestore(Request request, Attempt attempt, KnownRows rows) {
        Watched watched = request.watched();
        ReplicaScanner scanner = watched.scanner(cache, experience.memory(), clock);
        RowsBefore before = request.permissions().acceptSmaller() ? RowsBefore.ANY : rows.before();
        SoundRestore restore = new SoundRestore(watched, scanner, attempt, before);
        return request.permissions().acceptMalformed() ? restore.takingMalformed() : restore;
    }

    private static Drafted judged(Request request, Result result) {
        if (result instanceof Result.Done done) {
            return judged(done, request.permissions());
        }
        if (result instanceof Result.Refused refused) {
            // a file that the store refuses to give may be sound, so whether the point can be restored is not known
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

    /** A sound state before the malformed one goes first, unless the malformed one is named. */
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

    private static String refusal(Watched watched, PlanResult.Refused refused) {
        return refused.reason()
                + refused.before().map(point -> ". Before it: " + exact(point)).orElse("")
                + refused.after().map(point -> ". After it: " + exact(point)).orElse("")
                + ". All points: " + watched.command("window");
    }

    private static String exact(RecoveryPoint point) {
        String option = point.position().layout() == Layout.LTX ? "--txid " : "--position ";
        return point.time() + " (" + option + point.position() + ")";
    }
}
