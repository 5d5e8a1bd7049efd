package io.litedrill.app;

import io.litedrill.check.ReplicaId;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreReport.Ending;
import io.litedrill.recover.RestoreReport.Outcome;
import io.litedrill.replica.Point;
import io.litedrill.schedule.RunIds;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reports restores to a file that have nothing to do, for the options of Litestream that accept this. */
public final class NothingToRestore {
    private final Target target;
    private final Point point;
    private final Path output;

    public NothingToRestore(Target target, Point point, Path output) {
        this.target = target;
        this.point = point;
        this.output = output;
    }

    /** Returns the report for an output that exists. */
    public RestoreReport exists(ReplicaChoice choice) throws UsageException {
        return report(choice.first(target).id(), output + ": exists, so nothing was restored (--if-db-not-exists)");
    }

    /**
     * Returns the report for a database without a backup. Requires that each replica was listed and is empty, and that
     * the history records no backup there; anything else may be a backup that cannot be seen.
     *
     * @return empty when there may be a backup
     */
    public Optional<RestoreReport> withoutBackup() {
        List<ScanAttempt> looks = target.database().replicas().stream()
                .map(replica -> ScanAttempt.at(replica, target.wiring()))
                .toList();
        if (!looks.stream().allMatch(this::neverHeldAnything)) {
            return Optional.empty();
        }
        String where = looks.stream()
                .map(look -> ((ScanAttempt.Seen) look).scan().replica().location())
                .collect(Collectors.joining(", "));
        return Optional.of(report(
                looks.get(0).id(),
                "no backup found under " + where + ", and none was ever known there (--if-replica-exists)"));
    }

    private boolean neverHeldAnything(ScanAttempt look) {
        return look instanceof ScanAttempt.Seen seen
                && seen.scan().inventory().isEmpty()
                && !target.wiring().past().everHeld(look.id());
    }

    private RestoreReport report(ReplicaId id, String reason) {
        Instant now = target.wiring().clock().instant();
        String runId = new RunIds(target.wiring().clock()).next();
        RestoreReport.Run run = new RestoreReport.Run(runId, now, 0, output, Optional.empty());
        Ending ending = new Ending(Outcome.NOT_NEEDED, reason);
        return new RestoreReport(id, run, ending, Optional.empty(), List.of()).asked(point);
    }
}
