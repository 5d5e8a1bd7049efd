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

    /**
     * Returns the first check that did not finish: a real restore must not use the state. Checks that only lack the
     * application are ignored.
     */
    public Optional<String> unfinished() {
        return checks.stream()
                .filter(check -> check.result() == CheckOutcome.Result.INCONCLUSIVE)
                .filter(check -> !remarks.needingApplication().contains(check))
                .map(CheckOutcome::text)
                .findFirst();
    }

    private boolean has(CheckOutcome.Result result) {
        return checks.stream().anyMatch(check -> check.result() == result);
    }
}
