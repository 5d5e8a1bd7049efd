package io.litedrill.check;

import io.litedrill.replica.Layout;
import io.litedrill.replica.WriterSettings;
import java.time.Duration;
import java.util.List;

/**
 * Reports a retention in litestream.yml that is not in effect, because the version of Litestream that writes the
 * replica reads another key.
 */
final class IgnoredRetentionRule implements Rule {
    @Override
    public List<Finding> judge(Evidence evidence) {
        if (evidence.newest().isEmpty()) {
            return List.of();
        }
        WriterSettings settings = evidence.watched().settings();
        boolean old = evidence.layout() == Layout.WAL;
        Duration effective = settings.of(evidence.layout()).retention();
        return (old ? settings.ltx() : settings.wal())
                .statedRetention().stream()
                        .filter(ignored -> ignored.compareTo(effective) > 0)
                        .map(ignored -> finding(evidence, effective, ignored, old))
                        .toList();
    }

    private static Finding finding(Evidence evidence, Duration effective, Duration ignored, boolean old) {
        return new Finding(
                FindingCode.RETENTION_SHORT,
                Severity.WARNING,
                FindingSentence.RETENTION_IGNORED.of(
                        effective,
                        ignored,
                        old ? "0.3 does not read snapshot.retention" : "0.5 does not read retention of a replica"),
                evidence.location(),
                Hint.text(
                        old
                                ? "set retention and snapshot-interval on the replica, and restart Litestream"
                                : "set snapshot.retention and snapshot.interval at the top of litestream.yml,"
                                        + " and restart Litestream"));
    }
}
