package io.litedrill.app;

import io.litedrill.check.ReplicaId;
import io.litedrill.recover.RestoreOutcome;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreRequest;
import io.litedrill.recover.RestoreStart;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reports restores to a file that have nothing to do, for the options of Litestream that accept this. */
public final class NothingToRestore {
    private final Target target;
    private final RestoreRequest request;

    public NothingToRestore(Target target, RestoreRequest request) {
        this.target = target;
        this.request = request;
    }

    /** Returns the report for an output that exists. */
    public RestoreReport exists(ReplicaChoice choice) throws UsageException {
        return report(
                choice.first(target).id(), request.output() + ": exists, so nothing was restored (--if-db-not-exists)");
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
        return RestoreStart.of(request, id, request.output(), target.wiring().clock())
                .end(
                        RestoreOutcome.notNeeded(reason),
                        List.of(),
                        target.wiring().clock());
    }
}
