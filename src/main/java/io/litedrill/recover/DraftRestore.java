package io.litedrill.recover;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Hint;
import io.litedrill.check.InternalErrors;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.Severity;
import io.litedrill.check.StoppedException;
import io.litedrill.drill.ExpectedRows;
import io.litedrill.drill.Fallback;
import io.litedrill.drill.KnownViolations;
import io.litedrill.drill.RestoreAttempt;
import io.litedrill.drill.RestoreResult;
import io.litedrill.drill.Restored;
import io.litedrill.drill.SoundRestore;
import io.litedrill.recover.RestoreOutcome.Effect;
import io.litedrill.recover.RestoreOutcome.Inconclusive;
import io.litedrill.recover.RestoreOutcome.Refusal;
import io.litedrill.recover.RestoreOutcome.Unwritten;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.Point;
import io.litedrill.replica.ProvingRun;
import io.litedrill.replica.ReadFiles;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.replica.scan.ReplicaScanner;
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
     * @param destination what the destination requires of the replica and of the result
     */
    record Draft(RestoreRequest request, RestoreSource source, Requirements destination) {}

    /**
     * Describes what the destination of a restore requires.
     *
     * @param live the live database, which gives the lower bound for the size of the result
     * @param objection returns why nothing is restored to the destination from the listed files; empty when it is
     */
    record Requirements(LiveRows live, Function<Inventory, Optional<Refusal>> objection) {
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
        record Sound(Restored restored, List<Finding> findings, Hint reason) implements Drafted {
            Sound(Restored restored, List<Finding> findings) {
                this(restored, findings, Hint.none());
            }
        }

        /** The draft is unusable or was not written. A file may remain at the path of the draft. */
        record Unfit(Unwritten outcome, List<Finding> findings) implements Drafted {}
    }

    /** Restores and verifies a draft in this file. Never throws: a failure is returned as {@link Unfit}. */
    Drafted restore(Draft draft, Path file, RestoreListener progress) {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
        return DraftFindings.located(write(draft, file, progress), folder, draft);
    }

    private Drafted write(Draft draft, Path file, RestoreListener progress) {
        CheckedReplica watched = draft.source().watched();
        try {
            KnownRows rows =
                    new KnownRows(watched, experience, draft.destination().live());
            RestoreAttempt attempt = attempt(draft, file, progress);
            Instant start = clock.instant();
            RestoreResult result = soundRestore(draft, attempt, rows)
                    .restore(draft.request().point(), draft.request().acceptsEarlier());
            remember(watched, attempt, start);
            Drafted drafted = judged(draft, withKnownViolations(draft, result));
            if (result instanceof RestoreResult.Done done) {
                return drafted instanceof Drafted.Sound
                        ? smaller(draft.request(), rows, done).orElse(drafted)
                        : drafted;
            }
            return new LastResort(draft, expectations(draft), file).instead(drafted);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return unfinished(e, watched.replica().location());
        }
    }

    /** Marks violations of constraints that the last good drill had too as known. */
    private RestoreResult withKnownViolations(Draft draft, RestoreResult result) {
        return result instanceof RestoreResult.Done done && draft.request().point() instanceof Point.Newest
                ? new KnownViolations(
                                draft.source().watched(),
                                experience.lastGood(draft.source().watched().id()))
                        .compared(done)
                : result;
    }

    private static Drafted unfinished(Throwable failure, String where) {
        try {
            Finding fault = InternalErrors.of(failure, where);
            return new Drafted.Unfit(RestoreOutcome.inconclusive(fault.message()), List.of(fault));
        } catch (StoppedException stopped) {
            return new Drafted.Unfit(RestoreOutcome.inconclusive(SoundRestore.STOPPED), List.of());
        }
    }

    /**
     * Compares the size of the result with the known rows. This check runs last, so that a more serious problem is
     * reported first.
     */
    private static Optional<Drafted> smaller(RestoreRequest request, KnownRows rows, RestoreResult.Done done) {
        return request.acceptsSmaller() || done.restored().isMalformed()
                ? Optional.empty()
                : rows.refusal(done).map(refusal -> new Drafted.Unfit(refusal, done.findings()));
    }

    private RestoreAttempt attempt(Draft draft, Path file, RestoreListener progress) {
        return new RestoreAttempt(file, expectations(draft), clock, progress)
                .preferring(draft.source().proved());
    }

    private static Expectations expectations(Draft draft) {
        return draft.request().permits(Permission.SKIP_ASSERTIONS)
                ? draft.source().expectations().withoutAssertions()
                : draft.source().expectations();
    }

    /** Stores the file facts that this restore read, for the next check and the next restore. */
    private void remember(CheckedReplica watched, RestoreAttempt attempt, Instant start) {
        ProvingRun run = new ProvingRun(ProvingRun.Kind.RESTORE, start);
        ReadFiles read = attempt.evidence(watched.replica(), run, Set.of());
        if (!read.isEmpty()) {
            experience.keepProved(watched.id(), read);
        }
    }

    private SoundRestore soundRestore(Draft draft, RestoreAttempt attempt, KnownRows rows) {
        CheckedReplica watched = draft.source().watched();
        ReplicaScanner scanner = watched.scanner(cache, experience, clock);
        ExpectedRows before = draft.request().acceptsSmaller() ? ExpectedRows.ANY : rows.before();
        SoundRestore restore = new SoundRestore(watched, scanner, attempt, before)
                .unless(listed -> draft.destination().objection().apply(listed).isPresent());
        return draft.request().acceptsMalformed() ? restore.takingMalformed() : restore;
    }

    private static Drafted judged(Draft draft, RestoreResult result) {
        if (result instanceof RestoreResult.Done done) {
            return judged(done, draft.request());
        }
        if (result instanceof RestoreResult.Refused refused) {
            return refused(draft.source().watched(), refused);
        }
        if (result instanceof RestoreResult.Failed failed) {
            return failed(failed);
        }
        if (result instanceof RestoreResult.Objected objected) {
            return new Drafted.Unfit(
                    draft.destination().objection().apply(objected.listed()).orElseThrow(), List.of());
        }
        if (result instanceof RestoreResult.Undecided undecided) {
            return new Drafted.Unfit(Refusal.of(undecided.reason()), undecided.findings());
        }
        RestoreResult.Inconclusive inconclusive = (RestoreResult.Inconclusive) result;
        return new Drafted.Unfit(RestoreOutcome.inconclusive(inconclusive.reason()), inconclusive.findings());
    }

    private static Drafted refused(CheckedReplica watched, RestoreResult.Refused refused) {
        Hint reason = DraftReasons.refusal(watched, refused.reason()).then(DraftReasons.offer(refused.offer()));
        if (refused.finding().code() == FindingCode.ACCESS_DENIED) {
            // a file that the store refuses to return may be sound, so this does not show that the point cannot be
            // restored
            Hint unread = refused.finding().statement().then(". ").then(reason);
            return new Drafted.Unfit(new Inconclusive(unread, Effect.NOTHING), lost(refused));
        }
        Optional<Permission> overriddenBy = refused.offer().map(offer -> Permission.FALLBACK);
        return new Drafted.Unfit(new Refusal(reason, overriddenBy, Effect.NOTHING), lost(refused));
    }

    private static List<Finding> lost(RestoreResult.Refused refused) {
        return refused.reason().missing().isPresent() ? List.of(refused.finding()) : List.of();
    }

    private static Drafted failed(RestoreResult.Failed failed) {
        boolean malformed =
                failed.findings().stream().anyMatch(finding -> finding.code() == FindingCode.DATABASE_MALFORMED);
        Hint reason = DraftReasons.reason(failed.findings())
                .then(DraftReasons.offer(failed.offer()))
                .then(malformed ? DraftReasons.MALFORMED : Hint.none());
        boolean critical = failed.findings().stream().anyMatch(DraftRestore::isCritical);
        Unwritten outcome = critical ? RestoreOutcome.failed(reason) : new Inconclusive(reason, Effect.NOTHING);
        return new Drafted.Unfit(outcome, failed.findings());
    }

    private static Drafted judged(RestoreResult.Done done, RestoreRequest request) {
        if (done.restored().isMalformed() && request.acceptsMalformed()) {
            return new Drafted.Sound(done.restored(), done.findings());
        }
        Optional<Fallback> older = done.restored().fallback().filter(found -> !request.permits(Permission.FALLBACK));
        if (older.isPresent()) {
            return new Drafted.Unfit(RestoreOutcome.failed(DraftReasons.older(done, older.get())), done.findings());
        }
        boolean acceptable =
                done.restored().checks().stream().noneMatch(check -> check.result() == CheckOutcome.Result.FAILED);
        if (!acceptable) {
            return new Drafted.Unfit(RestoreOutcome.failed(DraftReasons.unacceptable(done, request)), done.findings());
        }
        return done.untested()
                .unfinished()
                .map(reason -> RestoreOutcome.inconclusive(DraftReasons.untested(done, reason)))
                .<Drafted>map(outcome -> new Drafted.Unfit(outcome, done.findings()))
                .orElseGet(() -> new Drafted.Sound(done.restored(), done.findings()));
    }

    private static boolean isCritical(Finding finding) {
        return finding.severity() == Severity.CRITICAL;
    }
}
