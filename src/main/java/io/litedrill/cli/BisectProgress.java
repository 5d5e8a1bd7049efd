package io.litedrill.cli;

import io.litedrill.check.ReplicaId;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.restore.RestoreListener;
import java.util.Optional;

/** Shows which of about how many restores runs. */
final class BisectProgress implements AutoCloseable {
    private final Terminal terminal;
    private final ReplicaId id;
    private Optional<Progress> current = Optional.empty();
    private int step;

    BisectProgress(Terminal terminal, ReplicaId id) {
        this.terminal = terminal;
        this.id = id;
    }

    /** Returns the listener for the restore of a point. */
    RestoreListener begin(RecoveryPoint point, int expected) {
        close();
        step++;
        Progress shown = new Progress(
                terminal,
                "restore " + step + " of about " + Math.max(step, expected) + ": " + id + " at " + point.time());
        current = Optional.of(shown);
        return shown;
    }

    @Override
    public void close() {
        current.ifPresent(Progress::close);
        current = Optional.empty();
    }
}
