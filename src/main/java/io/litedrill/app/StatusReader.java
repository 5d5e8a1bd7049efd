package io.litedrill.app;

import io.litedrill.app.DatabaseStatus.Drills;
import io.litedrill.app.DatabaseStatus.Judgement;
import io.litedrill.app.DatabaseStatus.NextDrill;
import io.litedrill.check.CheckResult;
import io.litedrill.check.ReplicaHistory.PastDrills;
import io.litedrill.check.ReplicaHistory.Speed;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Verdict;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.Restored;
import io.litedrill.history.HistoryException;
import io.litedrill.history.HistoryStore;
import io.litedrill.history.LastTimes;
import io.litedrill.history.Page;
import io.litedrill.replica.RecoveryPoint;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the status of databases from the history. Reads no replica. */
public final class StatusReader {
    /** The number of drills in which the newest proved state is searched. */
    private static final int DRILLS_READ = 100;

    private final HistoryHandle past;
    private final Instant now;

    /** Creates a reader that judges at the current time. */
    public StatusReader(Application wiring) {
        this.past = wiring.past();
        this.now = wiring.clock().instant();
    }

    /** Returns the status of each replica of a database, in the order of the configuration. */
    public List<DatabaseStatus> of(MonitoredDatabase database) {
        return database.replicas().stream()
                .map(replica -> of(database, replica))
                .toList();
    }

    private DatabaseStatus of(MonitoredDatabase database, MonitoredReplica replica) {
        try {
            return past.history()
                    .map(history -> of(database, replica, history))
                    .orElseGet(() -> unknown(replica, "there is no history"));
        } catch (HistoryException e) {
            return unknown(replica, String.valueOf(e.getMessage()));
        }
    }

    private static DatabaseStatus unknown(MonitoredReplica replica, String why) {
        return new DatabaseStatus(
                replica.id(),
                Optional.empty(),
                Drills.NONE,
                new NextDrill(Optional.empty(), DaemonLock.Presence.UNKNOWN),
                new Judgement(Verdict.UNKNOWN, List.of(why)));
    }

    private DatabaseStatus of(MonitoredDatabase database, MonitoredReplica replica, HistoryStore history) {
        ReplicaId id = replica.id();
        Optional<CheckResult> check = history.checks().newest(id);
        LastTimes times = history.lastTimes(id);
        List<DrillResult> newest = newest(history, id);
        Drills drills = drills(history, id, times, check, newest);
        boolean gone = drills.provedUntil().isEmpty() && newest.stream().anyMatch(StatusReader::hasPassed);
        Judgement judgement = new StatusJudge(
                        replica.objectives(), database.timing().checks().interval(), now)
                .judge(check, drills, gone);
        Instant last = Stream.of(times.passedDrill(), times.failedDrill())
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        Optional<Instant> next = database.timingOf(replica).drills().due(database.jobOf(replica), last);
        return new DatabaseStatus(id, check, drills, new NextDrill(next, past.daemon()), judgement);
    }

    private static List<DrillResult> newest(HistoryStore history, ReplicaId id) {
        return history.drills().page(id.database(), Page.newest(DRILLS_READ)).stream()
                .filter(drill -> drill.id().equals(id))
                .toList();
    }

    private static boolean hasPassed(DrillResult drill) {
        return drill.outcome() == DrillResult.Outcome.PASSED;
    }

    private static Drills drills(
            HistoryStore history,
            ReplicaId id,
            LastTimes times,
            Optional<CheckResult> check,
            List<DrillResult> newest) {
        Optional<RecoveryPoint> proved = newest.stream()
                .filter(StatusReader::hasPassed)
                .flatMap(drill -> drill.restored().stream()
                        .map(Restored::point)
                        .filter(point -> check.filter(later -> isGone(point, drill, later))
                                .isEmpty()))
                .max(Comparator.comparing(RecoveryPoint::time));
        Optional<Double> seconds =
                history.replicas().drills(id).flatMap(PastDrills::speed).map(Speed::restoreSeconds);
        boolean empty = check.filter(CheckResult::showsNoBackup).isPresent();
        Optional<DrillResult> conclusive = newest.stream()
                .filter(drill -> drill.outcome() != DrillResult.Outcome.INCONCLUSIVE)
                .findFirst();
        return new Drills(
                newest.stream().findFirst(),
                conclusive,
                times.passedDrill(),
                proved,
                seconds.filter(restore -> !empty || proved.isPresent()));
    }

    /** Returns whether a check after a drill found that the replica no longer reaches the state that it restored. */
    private static boolean isGone(RecoveryPoint point, DrillResult drill, CheckResult check) {
        boolean before = check.seen()
                .newest()
                .filter(newest -> newest.time().isBefore(point.time()))
                .isPresent();
        return (check.showsNoBackup() || before)
                && check.run().at().isAfter(drill.run().endedAt());
    }
}
