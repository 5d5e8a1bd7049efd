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

/** Describes a replica that the daemon monitors. An unreadable replica is reported too, never dropped. */
public record MonitoredReplica(ReplicaTarget replica) {
    /** Returns the id, which gives the labels of the metrics. */
    public ReplicaId id() {
        return replica.id();
    }

    /** Returns the readable replica; empty when this version cannot read it. */
    public Optional<ReplicaTarget.Visible> visible() {
        return replica instanceof ReplicaTarget.Visible visible ? Optional.of(visible) : Optional.empty();
    }

    /** Returns the address of the replica for messages, without secrets. */
    public String location() {
        return replica instanceof ReplicaTarget.Blind blind
                ? blind.finding().where()
                : visible().orElseThrow().watched().replica().location();
    }

    /** Returns the objectives of the replica. */
    public Objectives objectives() {
        return replica instanceof ReplicaTarget.Blind blind
                ? blind.objectives()
                : visible().orElseThrow().watched().objectives();
    }

    /** Returns the result of a check that could not read the replica. */
    public CheckResult blind(Instant at, Finding why) {
        return Checker.blind(id(), new CheckResult.Run(at, Cost.NONE), objectives(), List.of(why));
    }

    /** Returns a copy that also reports its storage requests to a listener. */
    public MonitoredReplica withListener(StorageListener listener) {
        return visible()
                .map(visible -> new MonitoredReplica(heard(visible, listener)))
                .orElse(this);
    }

    private static ReplicaTarget heard(ReplicaTarget.Visible visible, StorageListener listener) {
        return new ReplicaTarget.Visible(
                visible.watched().withListener(listener), visible.expectations(), visible.deep());
    }
}
