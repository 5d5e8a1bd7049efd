package io.litedrill.check;

import java.util.Collection;
import java.util.Comparator;

/** Computes the verdict of a database from the verdicts of its replicas. */
public final class DatabaseVerdict {
    private DatabaseVerdict() {}

    /**
     * Returns the verdict of the best replica, because one replica is enough for a restore; at least {@link
     * Verdict#WARNING} when another replica is worse. Returns {@link Verdict#UNKNOWN} without replicas.
     */
    public static Verdict of(Collection<Verdict> replicas) {
        Verdict best = replicas.stream().min(Comparator.naturalOrder()).orElse(Verdict.UNKNOWN);
        boolean othersAreWorse = replicas.stream().anyMatch(verdict -> verdict != best);
        return best == Verdict.OK && othersAreWorse ? Verdict.WARNING : best;
    }
}
