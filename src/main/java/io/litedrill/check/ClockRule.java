package io.litedrill.check;

import java.util.List;

/** Reports times in the future, and a difference between the clocks of this machine and of the store. */
final class ClockRule implements Rule {
    @Override
    public List<Finding> judge(Evidence evidence) {
        long files = evidence.scan().inventory().files().count();
        return ClockSkew.of(evidence.scan(), evidence.read()).finding(evidence.watched(), files).stream()
                .toList();
    }
}
