package io.litedrill.app;

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
public record MonitoredReplica(ReplicaTarget replica) {
    /** The labels of its metrics. */
    public ReplicaId id() {
        return replica.id();
    }

    /** Empty for one that this version cannot read. */
    public Optional<ReplicaTarget.Visible> visible() {
        return replica instanceof ReplicaTarget.Visible visible ? Optional.of(visible) : Optional.empty();
    }

    /** Where it is, for people, without secrets. */
    public String location() {
        return replica instanceof ReplicaTarget.Blind blind
                ? blind.finding().where()
                : visible().orElseThrow().watched().replica().location();
    }

    /** What is promised of it. */
    public Objectives objectives() {
        return replica instanceof ReplicaTarget.Blind blind
                ? blind.objectives()
                : visible().orElseThrow().watched().objectives();
    }

    /** The result of a check that could not look. */
    public CheckResult blind(Instant at, Finding why) {
        return Checker.blind(id(), new CheckResult.Run(at, Cost.NONE), objectives(), List.of(why));
    }

    /** The same replica, telling one more listener of what is asked of its store. */
    public MonitoredReplica heardBy(StorageListener listener) {
        return visible()
                .map(visible -> new MonitoredReplica(heard(visible, listener)))
                .orElse(this);
    }

    private static ReplicaTarget heard(ReplicaTarget.Visible visible, StorageListener listener) {
        return new ReplicaTarget.Visible(visible.watched().heardBy(listener), visible.expectations(), visible.deep());
    }
}
