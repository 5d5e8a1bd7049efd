package io.litedrill.recover;

import java.util.Optional;

/**
 * What stands where a restore is to go, and whether it may.
 *
 * @param live what the database there was found as; empty when there is no such place
 * @param refusal why the restore would not begin, and the way out; empty when it would
 * @param hindrance what is in its way now, where that may be gone once the command has run that the owner runs before
 */
public record PreflightResult(Optional<LiveDatabaseState> live, Optional<String> refusal, Optional<String> hindrance) {
    /** With nothing in its way but what refuses it. */
    public PreflightResult(Optional<LiveDatabaseState> live, Optional<String> refusal) {
        this(live, refusal, Optional.empty());
    }

    static PreflightResult refused(String reason) {
        return new PreflightResult(Optional.empty(), Optional.of(reason));
    }
}
