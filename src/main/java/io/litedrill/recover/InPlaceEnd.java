package io.litedrill.recover;

import io.litedrill.check.Finding;
import io.litedrill.recover.RestoreOutcome.Refusal;
import io.litedrill.recover.RestoreOutcome.Unwritten;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The end of a restore in place.
 *
 * @param aside the folder of the replaced files; empty when there is none
 */
record InPlaceEnd(RestoreOutcome outcome, List<Finding> findings, Optional<Path> aside) {
    static InPlaceEnd unwritten(Unwritten outcome, List<Finding> findings) {
        return new InPlaceEnd(outcome, findings, Optional.empty());
    }

    static InPlaceEnd refused(String reason) {
        return unwritten(Refusal.of(reason), List.of());
    }
}
