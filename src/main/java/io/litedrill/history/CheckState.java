package io.litedrill.history;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Finding;
import io.litedrill.check.ReplicaId;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Identifies the state of a replica: two checks with one state differ in nothing that an owner would look up later.
 *
 * @param text the verdict and the codes of the findings: {@code CRITICAL gap stale}
 */
record CheckState(ReplicaId id, String text) {
    static CheckState of(CheckResult result) {
        TreeSet<String> codes = result.findings().stream()
                .map(Finding::code)
                .map(code -> code.wire())
                .collect(Collectors.toCollection(TreeSet::new));
        return new CheckState(result.id(), (result.verdict().name() + " " + String.join(" ", codes)).strip());
    }
}
