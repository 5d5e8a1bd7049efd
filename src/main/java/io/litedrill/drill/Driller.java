package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.CommandVerb;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.FindingSummary;
import io.litedrill.check.Hint;
import io.litedrill.check.InternalErrors;
import io.litedrill.check.Meter;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.RestoreTime;
import io.litedrill.check.Severity;
import io.litedrill.check.StoppedException;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.drill.DrillResult.Run;
import io.litedrill.replica.ProvingRun;
import io.litedrill.replica.ReadFiles;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePhase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Drills replicas: restores into a scratch folder, tests the restored database and judges the result. The scratch
 * folder is removed afterwards.
 */
public final class Driller {
    private static final Comparator<Finding> WORST_FIRST =
            Comparator.comparing(Finding::severity).reversed();

    private static final DrillResult.Phases NONE = new DrillResult.Phases(0, 0, 0);

    private final Path scratch;
    private final ReadingCache cache;
    private final ReplicaHistory experience;
    private final InstantSource clock;
    private final DrillWitness witness;

    /** Creates a driller without a history. */
    public Driller(Path scratch, ReadingCache cache, InstantSource clock) {
        this(scratch, cache, ReplicaHistory.NONE, clock);
    }

    /**
     * Creates a driller.
     *
     * @param scratch folder, created when missing; needs space for the largest database
     * @param cache readings of file headers, worth sharing with checks
     * @param experience history of the replicas; receives the results of drills that passed
     */
    public Driller(Path scratch, ReadingCache cache, ReplicaHistory experience, InstantSource clock) {
        this(scratch, cache, experience, clock, DrillWitness.NONE);
    }

    private Driller(
            Path scratch, ReadingCache cache, ReplicaHistory experience, InstantSource clock, DrillWitness witness) {
        this.witness = witness;
        this.scratch = scratch;
        this.cache = cache;
        this.experience = experience;
        this.clock = clock;
    }

    /** Returns a driller that reports each drill that restored a database. */
    public Driller reportingTo(DrillWitness other) {
        return new Driller(scratch, cache, experience, clock, other);
    }

    /**
     * Drills one replica. When the requested point cannot be restored, the newest earlier point that can be is
     * restored. Problems are returned as findings, not thrown. Interrupting the thread makes the drill inconclusive.
     */
    public DrillResult drill(DrillOrder order, RestoreListener progress) {
        Instant start = clock.instant();
        Meter meter = new Meter();
        CheckedReplica metered = order.watched().withListener(meter);
        try (Scratch place = Scratch.open(scratch, order.runId());
                IncrementalDrill kept = IncrementalDrill.begin(order, scratch, start)) {
            Path file = place.folder().resolve("restored.db");
            RestoreAttempt attempt = new RestoreAttempt(file, order.expectations(), clock, progress).preferring(kept);
            RestoreAttempt another = attempt.another();
            progress.phase(RestorePhase.PLANNING);
            Drilled drilled = drill(order, metered, new Attempts(attempt, another), kept);
            RestoreResult result = drilled.result();
            Run run = new Run(order.runId(), start, attempt.phases(), meter.cost(), kept.fullBecause());
            DrillResult judged = judge(order.watched(), run, result);
            drilled.report().accept(judged);
            kept.conclude(judged);
            remember(order, judged, result);
            Set<RestoreAttempt> passed = judged.outcome() == Outcome.PASSED ? Set.of(attempt, another) : Set.of();
            rememberFiles(order.watched(), attempt.evidence(order.watched().replica(), proving(start), passed));
            return judged;
        } catch (IOException e) {
            return blind(
                    order.watched(),
                    new Run(order.runId(), start, NONE, meter.cost()),
                    DiskSpace.writeFailed(scratch, e));
        } catch (StoppedException e) {
            return stopped(order, new Run(order.runId(), start, NONE, meter.cost()));
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return failed(order, new Run(order.runId(), start, NONE, meter.cost()), e);
        }
    }

    private static DrillResult failed(DrillOrder order, Run run, Throwable fault) {
        try {
            return blind(
                    order.watched(),
                    run,
                    InternalErrors.of(fault, order.watched().replica().location()));
        } catch (StoppedException stopped) {
            return stopped(order, run);
        }
    }

    private static DrillResult stopped(DrillOrder order, Run run) {
        return new DrillResult(
                order.watched().id(), run, DrillResult.Outcome.INCONCLUSIVE, Optional.empty(), List.of());
    }

    /** The attempts of one drill: of the newest state, and of a random one. */
    private record Attempts(RestoreAttempt newest, RestoreAttempt random) {}

    /** The result of a drill before it is judged, and the receiver of the judgement. */
    private record Drilled(RestoreResult result, Consumer<DrillResult> report) {}

    private Drilled drill(DrillOrder order, CheckedReplica metered, Attempts attempts, IncrementalDrill kept) {
        ReplicaScanner scanner = metered.scanner(cache, experience, clock);
        RestoreAttempt attempt = attempts.newest();
        ExtraChecksRunner deep = attempt.test(() -> new ExtraChecksRunner(order, experience, clock));
        RestoreResult result = new SoundRestore(metered, scanner, attempt, deep.rowsBefore())
                .rereading()
                .restore(order.point(), true);
        if (!(result instanceof RestoreResult.Done done)) {
            return new Drilled(result, judged -> {});
        }
        RestoreResult.Done taken = attempt.test(() -> kept.taken(done, attempt));
        Consumer<DrillResult> report = witness.examine(order.watched(), attempt.output());
        RandomDrill randomDrill = new RandomDrill(metered, scanner, attempts.random());
        return new Drilled(attempt.test(() -> deep.after(taken, attempt, randomDrill)), report);
    }

    /** Stores the contents as the reference for later drills, if the newest state was drilled and the drill passed. */
    private void remember(DrillOrder order, DrillResult judged, RestoreResult result) {
        if (judged.outcome() == Outcome.PASSED && order.isOfNewest() && result instanceof RestoreResult.Done done) {
            done.contents()
                    .map(contents -> new ReplicaHistory.LastGood(
                            order.runId(), done.restored().point().time(), contents))
                    .ifPresent(kept -> experience.keepLastGood(order.watched().id(), kept));
        }
    }

    private static ProvingRun proving(Instant start) {
        return new ProvingRun(ProvingRun.Kind.DRILL, start);
    }

    private void rememberFiles(CheckedReplica watched, ReadFiles read) {
        if (!read.isEmpty()) {
            experience.keepProved(watched.id(), read);
        }
    }

    private static DrillResult blind(CheckedReplica watched, Run run, Finding why) {
        return result(watched, run, Outcome.INCONCLUSIVE, Optional.empty(), List.of(why));
    }

    private static DrillResult judge(CheckedReplica watched, Run run, RestoreResult result) {
        if (result instanceof RestoreResult.Done done) {
            return judge(watched, run, done);
        }
        if (result instanceof RestoreResult.Failed failed) {
            // an unsupported file may be sound, so it is no failure of the backup
            Outcome outcome = hasCritical(failed.findings()) ? Outcome.FAILED : Outcome.INCONCLUSIVE;
            return result(watched, run, outcome, Optional.empty(), failed.findings());
        }
        if (result instanceof RestoreResult.Refused refused) {
            List<Finding> why = List.of(refused.finding());
            Outcome outcome = hasCritical(why) ? Outcome.FAILED : Outcome.INCONCLUSIVE;
            return result(watched, run, outcome, Optional.empty(), why);
        }
        if (result instanceof RestoreResult.Undecided undecided) {
            return result(watched, run, Outcome.FAILED, Optional.empty(), undecided.findings());
        }
        return result(
                watched, run, Outcome.INCONCLUSIVE, Optional.empty(), ((RestoreResult.Inconclusive) result).findings());
    }

    private static DrillResult judge(CheckedReplica watched, Run run, RestoreResult.Done done) {
        List<Finding> findings = new ArrayList<>(done.findings());
        Optional<Fallback> fallback = done.restored().fallback();
        boolean unread = fallback.isPresent() && hasUnsupported(findings);
        boolean explained = unread || hasCritical(findings);
        fallback.filter(each -> !explained).ifPresent(each -> findings.add(SoundRestore.unexplained(watched, each)));
        fallback.ifPresent(each -> offer(watched, findings, each));
        if (fallback.isEmpty() && done.restored().source() == Source.REPLICA) {
            double seconds = run.phases().plan() + run.phases().restore();
            RestoreTime.slow(watched, seconds).ifPresent(findings::add);
        }
        Outcome outcome = hasCritical(findings)
                ? Outcome.FAILED
                : unread || done.inconclusive().isPresent() ? Outcome.INCONCLUSIVE : Outcome.PASSED;
        return result(watched, run, outcome, Optional.of(done.restored()), findings);
    }

    /**
     * Adds the command that restores the fallback state, and the loss of data, to the hint of the first critical
     * finding.
     */
    private static void offer(CheckedReplica watched, List<Finding> findings, Fallback fallback) {
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            if (isCritical(finding)) {
                Hint earlier = Hint.text("For an earlier state: ")
                        .then(watched.command(CommandVerb.RESTORE)
                                .with("o", "FILE")
                                .with("fallback"))
                        .then(" (" + fallback.offer() + ")");
                findings.set(i, finding.with(Hint.sentences(finding.hint(), earlier)));
                return;
            }
        }
    }

    /**
     * Returns true when a file could not be read because of its format or because the store denies access. Such a file
     * may be sound.
     */
    private static boolean hasUnsupported(List<Finding> findings) {
        return findings.stream()
                .anyMatch(finding ->
                        finding.code() == FindingCode.FILE_UNSUPPORTED || finding.code() == FindingCode.ACCESS_DENIED);
    }

    private static boolean hasCritical(List<Finding> findings) {
        return findings.stream().anyMatch(Driller::isCritical);
    }

    static boolean isCritical(Finding finding) {
        return finding.severity() == Severity.CRITICAL;
    }

    private static DrillResult result(
            CheckedReplica watched, Run run, Outcome outcome, Optional<Restored> restored, List<Finding> findings) {
        List<Finding> sorted =
                FindingSummary.of(findings).stream().sorted(WORST_FIRST).toList();
        return new DrillResult(watched.id(), run, outcome, restored, sorted);
    }
}
