package io.litedrill.check;

import java.util.List;

/** Reports a history that cannot be used. The replica itself is not at fault, so the verdict does not change. */
final class HistoryRule implements Rule {
    @Override
    public List<Finding> judge(Evidence evidence) {
        return evidence.memory().trouble().stream()
                .map(reason -> new Finding(
                        FindingCode.HISTORY_UNAVAILABLE,
                        Severity.NOTE,
                        FindingSentence.NOT_COMPARED.of(reason),
                        evidence.location(),
                        Hint.text("make the history usable again; a restore does not need it")))
                .toList();
    }
}
