package io.litedrill.check;

import java.nio.file.Path;
import java.util.List;

/**
 * Reports a live database that existed and is missing. A path at which this machine has never seen a file is no
 * finding: the database may not be created yet, or be on another machine.
 */
final class LiveMissingRule implements Rule {
    @Override
    public List<Finding> judge(Evidence evidence) {
        return evidence.isLiveGone()
                ? evidence.watched().live().map(path -> gone(evidence, path)).stream()
                        .toList()
                : List.of();
    }

    private static Finding gone(Evidence evidence, Path live) {
        return new Finding(
                FindingCode.LIVE_MISSING,
                Severity.CRITICAL,
                FindingSentence.LIVE_MISSING.of(),
                live.toString(),
                Hint.text("if it was not moved on purpose, and its folder is mounted, restore it: ")
                        .then(evidence.watched().command(CommandVerb.ENSURE)));
    }
}
