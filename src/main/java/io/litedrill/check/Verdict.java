package io.litedrill.check;

import java.util.Collection;
import java.util.Comparator;

/** The result of a check: the worst of its findings, in this order. */
public enum Verdict {
    /** Checked, no problem found. */
    OK,
    /** Restorable, with a problem to fix. */
    WARNING,
    /** Not checked: neither ok nor failed. */
    UNKNOWN,
    /** Data would be lost. */
    CRITICAL;

    /** Returns the verdict of the worst finding; {@link #OK} without findings. */
    public static Verdict of(Collection<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.severity().verdict())
                .max(Comparator.naturalOrder())
                .orElse(OK);
    }
}
