package io.litedrill.app;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Finding;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.ExtraChecks;
import io.litedrill.drill.KeptRestore;
import io.litedrill.recover.RestoreSource;
import io.litedrill.verify.Expectations;
import java.nio.file.Path;

/** Describes a replica that commands work on, whether or not this version can read it. */
public sealed interface ReplicaTarget {
    /** Returns the names of the database and of the replica. */
    ReplicaId id();

    /** Returns the same replica with drills that are full ones. */
    default ReplicaTarget drilledInFull() {
        return this;
    }

    /**
     * Describes a readable replica.
     *
     * @param expectations the tests of a restored copy
     * @param deep the extra checks of a drill
     */
    record Visible(CheckedReplica watched, Expectations expectations, ExtraChecks deep) implements ReplicaTarget {
        /**
         * Returns the source of a restore: this replica, and the copy that incremental drills keep of it.
         *
         * @param scratch the folder of the drills
         */
        RestoreSource source(Path scratch) {
            return new RestoreSource(watched, expectations, new KeptRestore(scratch, watched.id()));
        }

        public Visible(CheckedReplica watched, Expectations expectations) {
            this(watched, expectations, ExtraChecks.DEFAULT);
        }

        @Override
        public ReplicaId id() {
            return watched.id();
        }

        @Override
        public ReplicaTarget drilledInFull() {
            return new Visible(watched, expectations, deep.with(deep.keeping().asFull()));
        }
    }

    /**
     * Describes a replica that cannot be read because of its type or its settings. The other replicas are not affected.
     *
     * @param finding the reason, with severity unknown
     */
    record Blind(ReplicaId id, Objectives objectives, Finding finding) implements ReplicaTarget {}
}
