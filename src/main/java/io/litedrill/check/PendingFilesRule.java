package io.litedrill.check;

import java.util.List;

/** Reports files that were left to later checks, because the checks of a daemon read a limited number of old files. */
final class PendingFilesRule implements Rule {
    @Override
    public List<Finding> judge(Evidence evidence) {
        int pending = evidence.scan().listing().postponed();
        return pending == 0
                ? List.of()
                : List.of(new Finding(
                        FindingCode.FILES_PENDING,
                        Severity.NOTE,
                        FindingSentence.FILES_PENDING.of(
                                pending, evidence.scan().inventory().files().count()),
                        evidence.location(),
                        Hint.text("wait for later checks, or read all files now: ")
                                .then(evidence.watched().command(CommandVerb.SCRUB))));
    }
}
