package io.litedrill.app;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Finding;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.ExtraChecks;
import io.litedrill.verify.Expectations;

/** A replica that commands work on, whether or not this version can read it. */
public sealed interface ReplicaTarget {
    /** Whose replica it is, and its name. */
    ReplicaId id();

    /**
     * One that can be looked at.
     *
     * @param expectations what a restored copy is tested for
     * @param deep what a drill does beyond that
     */
    record Visible(CheckedReplica watched, Expectations expectations, ExtraChecks deep) implements ReplicaTarget {
        public Visible(CheckedReplica watched, Expectations expectations) {
            this(watched, expectations, ExtraChecks.DEFAULT);
        }

        @Override
        public ReplicaId id() {
            return watched.id();
        }
    }

    /**
     * One that cannot, because of its type or its settings; the others go on.
     *
     * @param finding why, of severity unknown
     */
    record Blind(ReplicaId id, Objectives objectives, Finding finding) implements ReplicaTarget {}
}
