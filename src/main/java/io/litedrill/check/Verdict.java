package io.litedrill.check;

import java.util.Collection;
import java.util.Comparator;

/** What a check concludes: the worst of its findings, in this order. */
public enum Verdict {
    /** Looked, and found nothing wrong. */
    OK,
    /** Restorable, with something to mend. */
    WARNING,
    /** Could not look: neither ok nor failed. */
    UNKNOWN,
    /** Data would be lost. */
    CRITICAL;

    /** The worst of the findings; {@link #OK} when there are none. */
    public static Verdict of(Collection<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.severity().verdict())
                .max(Comparator.naturalOrder())
                .orElse(OK);
    }
}
