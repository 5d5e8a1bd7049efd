package io.litedrill.verify;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The results of all checks of one database.
 *
 * @param checks in the order they ran, including those that could not run, with the reason
 * @param userVersion {@code PRAGMA user_version}; empty when the file cannot be opened
 * @param contents the contents of the database; empty when it cannot be read
 * @param remarks findings that are not damage
 */
public record Verification(
        List<CheckOutcome> checks, OptionalLong userVersion, Optional<Contents> contents, Remarks remarks) {
    /** Copies the list. */
    public Verification {
        checks = List.copyOf(checks);
    }

    /** Returns the worst result of the checks: failed, else inconclusive, else passed. */
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
