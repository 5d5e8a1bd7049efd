package io.litedrill.check;

import io.litedrill.check.CheckResult.Extent;
import io.litedrill.check.CheckResult.Run;
import io.litedrill.check.CheckResult.Seen;
import io.litedrill.check.CheckResult.Snapshots;
import io.litedrill.live.LiveDatabase;
import io.litedrill.live.LiveState;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.memory.KnownFiles;
import io.litedrill.replica.scan.BacklogLimit;
import io.litedrill.replica.scan.Coverage;
import io.litedrill.replica.scan.Depth;
import io.litedrill.replica.scan.NewFolders;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.replica.timeline.Timeline;
import io.litedrill.storage.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks replicas: reads their listings and a few of their bytes, and applies the rules. */
public final class Checker {
    private static final Comparator<Finding> WORST_FIRST =
            Comparator.comparing(Finding::severity).reversed();

    private final ReplicaHistory memory;
    private final ReadingCache cache;
    private final InstantSource clock;
    private final Pause pause;
    private final BacklogLimit backlog;

    /** Creates a checker. Share the cache between checks. */
    public Checker(ReplicaHistory memory, ReadingCache cache, InstantSource clock) {
        this(memory, cache, clock, Pause.REAL);
    }

    /** Creates a checker with another implementation of waiting. */
    Checker(ReplicaHistory memory, ReadingCache cache, InstantSource clock, Pause pause) {
        this(memory, cache, clock, pause, BacklogLimit.NONE);
    }

    private Checker(ReplicaHistory memory, ReadingCache cache, InstantSource clock, Pause pause, BacklogLimit backlog) {
        this.memory = memory;
        this.cache = cache;
        this.clock = clock;
        this.pause = pause;
        this.backlog = backlog;
    }

    /** Returns a copy that leaves files beyond a limit, which no check has read yet, to later checks. */
    public Checker within(BacklogLimit limit) {
        return new Checker(memory, cache, clock, pause, limit);
    }

    /** Checks one replica. Does not throw for findings; a store that cannot be read is a finding. */
    public CheckResult check(CheckedReplica watched) {
        Meter meter = new Meter();
        Instant at = clock.instant();
        CheckedReplica metered = watched.withListener(meter);
        try {
            Evidence evidence = confirm(gather(metered, at, true));
            List<Finding> findings = judge(evidence);
            if (findings.stream().anyMatch(finding -> needsAllFiles(finding, evidence.scan()))) {
                Evidence all = confirm(gather(metered, clock.instant(), false));
                return result(watched, new Run(at, meter.cost()), all, judge(all));
            }
            return result(watched, new Run(at, meter.cost()), evidence, findings);
        } catch (StorageException e) {
            return blind(
                    metered, at, meter, StorageFindings.of(e, watched.replica().location()));
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return blind(
                    metered, at, meter, InternalErrors.of(e, watched.replica().location()));
        }
    }

    private static CheckResult result(CheckedReplica watched, Run run, Evidence evidence, List<Finding> findings) {
        return new CheckResult(watched.id(), run, seen(evidence), watched.objectives(), findings);
    }

    private List<Finding> judge(Evidence evidence) throws StorageException {
        List<Finding> lost = WritesLostWatch.judge(evidence, cache);
        return Stream.concat(rules().flatMap(rule -> rule.judge(evidence).stream()), lost.stream())
                .sorted(WORST_FIRST)
                .toList();
    }

    /**
     * Returns whether files that the scan did not list may refute a finding. The age of a drill and of the newest state
     * do not depend on them; a longer window would only become shorter. Files of a newer Litestream refute the age of
     * the newest state, and one request shows whether there are any.
     */
    private static boolean needsAllFiles(Finding finding, Scan scan) {
        return switch (finding.code()) {
            case DRILL_OVERDUE, RETENTION_RACES_RESTORE, HISTORY_UNAVAILABLE, RETENTION_SHORT, FILES_PENDING -> false;
            case STALE ->
                scan.listing().coverage() == Coverage.SOME
                        || (scan.listing().coverage() == Coverage.NEWER && NewFolders.mayExist(scan));
            default -> scan.listing().coverage() != Coverage.ALL;
        };
    }

    private static CheckResult blind(CheckedReplica watched, Instant at, Meter meter, Finding why) {
        return blind(watched.id(), new Run(at, meter.cost()), watched.objectives(), List.of(why));
    }

    /** Returns the result for a replica that could not be checked. The findings give the reasons. */
    public static CheckResult blind(ReplicaId id, Run run, Objectives objectives, List<Finding> findings) {
        Snapshots none = new Snapshots(0, Optional.empty(), Optional.empty(), Duration.ZERO);
        Seen nothing = new Seen(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), none, new Extent(0, 0, 0, 0));
        return new CheckResult(id, run, nothing, objectives, findings);
    }

    /**
     * Reads the replica again after some sync intervals before a finding is reported: recent writes may still be
     * uploading, and a restore may be replacing the live database. Does not wait for a finding of the last check: a
     * hundred replicas of a failed machine would delay the checks of all others.
     */
    private Evidence confirm(Evidence evidence) throws StorageException {
        Optional<FindingCode> alarm = StaleRule.exceedsRpo(evidence)
                ? Optional.of(FindingCode.STALE)
                : Optional.of(FindingCode.LIVE_MISSING).filter(code -> evidence.isLiveGone());
        if (alarm.filter(code -> !wasFound(evidence, code)).isEmpty()) {
            return evidence;
        }
        pause.await(evidence.watched().settings().settling().recheck());
        return gather(evidence.watched(), clock.instant(), false);
    }

    private boolean wasFound(Evidence evidence, FindingCode code) {
        return memory.lastFindings(evidence.watched().id()).contains(code);
    }

    /**
     * Reads the live database, the history and the replica.
     *
     * @param steady whether a listing of the newest files may suffice
     */
    private Evidence gather(CheckedReplica watched, Instant now, boolean steady) throws StorageException {
        // the live database is read first: the replica must contain its state soon; the reverse does not hold
        Optional<LiveState> live = watched.live().map(LiveDatabase::read);
        // read before the listing: files that another process records after the listing are not missing here
        Optional<KnownFiles> known = memory.files(watched.id());
        ReplicaScanner scanner = watched.scanner(cache, memory, known, clock).within(backlog.share());
        Optional<Scan> newest = steady ? scanner.scanNewest() : Optional.empty();
        Scan scan = newest.isPresent() ? newest.get() : scanner.scan(Depth.CHECK);
        memory.remember(watched.id(), known, watched.after(known, scan, now));
        Evidence evidence = new Evidence(watched, scan, live, memory, now);
        evidence.present()
                .flatMap(present -> watched.live())
                .ifPresent(path -> LiveMemory.seen(memory, watched.id(), path));
        Optional<Instant> pending = scan.timeline().pendingUntil();
        return evidence.newest().isPresent() || pending.isEmpty() ? evidence : settle(evidence, pending.get());
    }

    /**
     * Waits for a young snapshot, which may hold changes whose WAL is not uploaded yet. No wait is needed when the live
     * database, read after the listing, is still at the end of the segments: then the snapshot cannot hold such
     * changes. An idle database needs this test at each snapshot, because its only snapshot is rewritten under the same
     * key.
     */
    private Evidence settle(Evidence evidence, Instant pendingUntil) {
        CheckedReplica watched = evidence.watched();
        Scan scan = evidence.scan();
        Timeline timeline = Timeline.of(
                watched.replica(), scan.inventory(), watched.settings(), later(pendingUntil, evidence.now()));
        Evidence settled = new Evidence(
                watched,
                scan.with(timeline),
                watched.live().map(LiveDatabase::read),
                evidence.earlier(),
                evidence.now());
        return Lag.isNone(settled) ? settled : evidence;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Stream<Rule> rules() {
        return Stream.of(
                new PresenceRule(),
                new DamageRule(),
                new GapRule(),
                new VanishedRule(),
                new EmptyRule(),
                new ForkedRule(),
                new ClockRule(),
                new SnapshotRule(),
                new RetentionRule(),
                new IgnoredRetentionRule(),
                new CompactionRule(),
                new PruningRule(),
                new UploadsRule(),
                new StaleRule(),
                new LiveMissingRule(),
                new DrillRule(),
                new RestoreRaceRule(),
                new HistoryRule(),
                new PendingFilesRule());
    }

    private static Seen seen(Evidence evidence) {
        List<ReplicaFile> files = evidence.scan().inventory().files().toList();
        long bytes = files.stream().mapToLong(file -> file.object().size()).sum();
        int gaps = evidence.scan().timeline().window().gaps().size();
        Optional<Lag> lag = Lag.measure(evidence);
        return new Seen(
                evidence.newest(),
                lag.map(Lag::behind),
                lag.map(Lag::basis),
                RetentionRule.windowStart(evidence),
                SnapshotRule.measure(evidence),
                new Extent(files.size(), bytes, gaps, evidence.scan().listing().postponed()));
    }
}
