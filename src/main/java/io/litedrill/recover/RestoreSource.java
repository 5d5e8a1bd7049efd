package io.litedrill.recover;

import io.litedrill.check.CheckedReplica;
import io.litedrill.verify.Expectations;

/**
 * A replica to restore from.
 *
 * @param expectations the checks that the restored database must pass before it gets its name
 */
public record RestoreSource(CheckedReplica watched, Expectations expectations) {}
