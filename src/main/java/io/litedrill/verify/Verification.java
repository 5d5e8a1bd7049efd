package io.litedrill.verify;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What all tests of one database came to.
 *
 * @param checks in the order they ran; one that could not run is there too, and says why
 * @param userVersion {@code PRAGMA user_version}; empty when the file cannot be opened
 * @param contents what is in it; empty when it cannot be read
 * @param remarks what was found that is no damage
 */
public record Verification(
        List<CheckOutcome> checks, OptionalLong userVersion, Optional<Contents> contents, Remarks remarks) {
    /** Copies the list. */
    public Verification {
        checks = List.copyOf(checks);
    }

    /** The worst of the checks: failed, else inconclusive, else passed. */
    public CheckOutcome.Result result() {
        if (has(CheckOutcome.Result.FAILED)) {
            return CheckOutcome.Result.FAILED;
        }
        return has(CheckOutcome.Result.INCONCLUSIVE) ? CheckOutcome.Result.INCONCLUSIVE : CheckOutcome.Result.PASSED;
    }

    private boolean has(CheckOutcome.Result result) {
        return checks.stream().anyMatch(check -> check.result() == result);
    }
}
