package io.litedrill.check;

import java.util.Collection;
import java.util.Comparator;

/** What the verdicts of the replicas of one database mean for the database. */
public final class DatabaseVerdict {
    private DatabaseVerdict() {}

    /**
     * That of the best replica, since one is enough to restore from; {@link Verdict#WARNING} at least where another one is worse. Nothing is
     * known of a database without replicas.
     */
    public static Verdict of(Collection<Verdict> replicas) {
        Verdict best = replicas.stream().min(Comparator.naturalOrder()).orElse(Verdict.UNKNOWN);
        boolean othersAreWorse = replicas.stream().anyMatch(verdict -> verdict != best);
        return best == Verdict.OK && othersAreWorse ? Verdict.WARNING : best;
    }
}
