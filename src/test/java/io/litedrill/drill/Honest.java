package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.litestream.Dump;
import io.litedrill.litestream.GoldenManifest.Expected;
import io.litedrill.litestream.Ledger;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.Point;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** Requirements for all results of a damaged replica, with any damage: no wrong report, no unsound restore. */
record Honest(CheckResult check, DrillResult drill, RestoreReport restore) {
    /** Checks, drills and restores, and asserts the requirements for the newest state before the damage. */
    static Honest observe(DamageBench bench, Expected newest) throws IOException, SQLException {
        Honest honest = new Honest(bench.check(), bench.drill(), bench.restore(new Point.Newest()));
        honest.assertFindingsHelp();
        honest.assertDrillAgreesWithRestore();
        if (honest.isRestored()) {
            honest.assertSound(bench, newest);
        }
        return honest;
    }

    boolean isRestored() {
        return restore.word() == OutcomeWord.RESTORED;
    }

    List<FindingCode> checkCodes() {
        return codes(check.findings());
    }

    List<FindingCode> drillCodes() {
        return codes(drill.findings());
    }

    /** Returns the findings of the check and the drill. */
    List<Finding> findings() {
        return Stream.of(check.findings(), drill.findings())
                .flatMap(List::stream)
                .toList();
    }

    private static List<FindingCode> codes(List<Finding> findings) {
        return findings.stream().map(Finding::code).distinct().sorted().toList();
    }

    private void assertFindingsHelp() {
        assertThat(findings()).allSatisfy(finding -> {
            assertThat(finding.message()).isNotBlank();
            assertThat(finding.facts().isComplete()).as(finding.message()).isTrue();
            assertThat(finding.where()).startsWith("memory://store/replica");
            assertThat(finding.hint().text()).isNotBlank();
        });
    }

    private void assertDrillAgreesWithRestore() {
        assertThat(isRestored()).isEqualTo(drill.restored().isPresent());
        assertThat(restore.restored().map(Restored::point))
                .isEqualTo(drill.restored().map(Restored::point));
        if (drill.outcome() != Outcome.PASSED) {
            assertThat(drill.findings()).isNotEmpty();
        }
    }

    private void assertSound(DamageBench bench, Expected newest) throws IOException, SQLException {
        Ledger ledger = Ledger.read(bench.output());
        assertThat(ledger.isSound())
                .as("a state that the application had: %s", ledger)
                .isTrue();
        assertThat(ledger.userVersion()).isLessThanOrEqualTo(newest.userVersion());
        if (ledger.userVersion() == newest.userVersion()) {
            assertThat(Dump.sha256(bench.output())).isEqualTo(newest.dumpSha256());
        } else if (restore.restored().orElseThrow().fallback().isEmpty()) {
            assertThat(findings()).as("no trace, so nothing is said").isEmpty();
        } else {
            // a file of an unknown format may be sound, so the drill need not fail; it must not pass
            assertThat(drill.outcome()).isNotEqualTo(Outcome.PASSED);
        }
    }
}
