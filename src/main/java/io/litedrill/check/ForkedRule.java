package io.litedrill.check;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxLineage;
import io.litedrill.replica.SideBySide;
import java.util.List;
import java.util.stream.Stream;

/** Do two Litestreams write to this replica? */
final class ForkedRule implements Rule {
    @Override
    public List<Finding> judge(Evidence evidence) {
        Inventory inventory = evidence.scan().inventory();
        return Stream.concat(
                        SideBySide.of(inventory).stream().map(each -> Forks.finding(evidence.watched(), each)),
                        LtxLineage.breaks(inventory.ltxFiles()).stream()
                                .map(each -> Forks.finding(evidence.watched(), each)))
                .toList();
    }
}
