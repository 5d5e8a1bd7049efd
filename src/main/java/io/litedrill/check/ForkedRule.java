package io.litedrill.check;

import io.litedrill.replica.scan.Lineage;
import java.util.List;

/** Reports files of two databases in one replica, and several histories whose order is unknown. */
final class ForkedRule implements Rule {
    @Override
    public List<Finding> judge(Evidence evidence) {
        CheckedReplica watched = evidence.watched();
        return Forks.findings(watched, Lineage.of(evidence.scan(), watched.settings()));
    }
}
