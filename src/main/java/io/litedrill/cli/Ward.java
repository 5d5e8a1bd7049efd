package io.litedrill.cli;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Checker;
import io.litedrill.check.Cost;
import io.litedrill.check.Finding;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaId;
import io.litedrill.storage.StorageListener;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A replica that the daemon looks after, whether it can be read or not: one that cannot is shown, never dropped. */
record Ward(WatchedReplica replica) {
    /** The labels of its metrics. */
    ReplicaId id() {
        return replica.id();
    }

    /** Empty for one that this version cannot read. */
    Optional<WatchedReplica.Visible> visible() {
        return replica instanceof WatchedReplica.Visible visible ? Optional.of(visible) : Optional.empty();
    }

    /** Where it is, for people, without secrets. */
    String location() {
        return replica instanceof WatchedReplica.Blind blind
                ? blind.finding().where()
                : visible().orElseThrow().watched().replica().location();
    }

    /** What is promised of it. */
    Objectives objectives() {
        return replica instanceof WatchedReplica.Blind blind
                ? blind.objectives()
                : visible().orElseThrow().watched().objectives();
    }

    /** The result of a check that could not look. */
    CheckResult blind(Instant at, Finding why) {
        return Checker.blind(id(), new CheckResult.Run(at, Cost.NONE), objectives(), List.of(why));
    }

    /** The same replica, telling one more listener of what is asked of its store. */
    Ward heardBy(StorageListener listener) {
        return visible().map(visible -> new Ward(heard(visible, listener))).orElse(this);
    }

    private static WatchedReplica heard(WatchedReplica.Visible visible, StorageListener listener) {
        return new WatchedReplica.Visible(visible.watched().heardBy(listener), visible.expectations(), visible.deep());
    }
}
