package io.litedrill.recover;

import io.litedrill.check.CheckedReplica;
import io.litedrill.drill.ProvedSource;
import io.litedrill.verify.Expectations;

/**
 * A replica to restore from.
 *
 * @param expectations the checks that the restored database must pass before it gets its name
 * @param proved verified copies on this machine, from which only newer files need to be read
 */
public record RestoreSource(CheckedReplica watched, Expectations expectations, ProvedSource proved) {
    /** Creates a source that reads all files from the replica. */
    public RestoreSource(CheckedReplica watched, Expectations expectations) {
        this(watched, expectations, ProvedSource.NONE);
    }
}
