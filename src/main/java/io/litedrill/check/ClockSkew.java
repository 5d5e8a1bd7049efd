package io.litedrill.check;

import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Compares the clocks that set a replica's times with the clock of this machine.
 *
 * @param future files whose time is more than a minute later than now
 * @param newestIsFuture whether the newest recovery point is one of them
 * @param store how far the store's clock is ahead of this machine's; negative when it is behind; empty when the store
 *     does not send its time
 */
record ClockSkew(List<ReplicaFile> future, boolean newestIsFuture, Optional<Duration> store, Instant now) {
    /** Tolerates clocks that differ by seconds, and the duration of a check. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    static ClockSkew of(Scan scan, Instant now) {
        List<ReplicaFile> future = scan.inventory()
                .files()
                .filter(file -> isFuture(file.time(), now))
                .sorted(Comparator.comparing(ReplicaFile::time))
                .toList();
        boolean newest = scan.timeline()
                .newest()
                .map(RecoveryPoint::time)
                .filter(time -> isFuture(time, now))
                .isPresent();
        return new ClockSkew(
                future, newest, scan.replica().store().date().map(date -> Duration.between(now, date)), now);
    }

    /** Returns whether the time is in the future, so that no age can be computed from it. */
    static boolean isFuture(Instant time, Instant now) {
        return time.isAfter(now.plus(SLACK));
    }

    Optional<Finding> finding(CheckedReplica watched, long files) {
        Optional<String> machine =
                store.filter(lead -> lead.abs().compareTo(SLACK) > 0).map(this::machine);
        if (future.isEmpty()) {
            return machine.map(clocks -> finding(
                    FindingSentence.CLOCKS_DIFFER.of(clocks), watched.replica().location()));
        }
        ReplicaFile last = future.get(future.size() - 1);
        Facts facts = FindingSentence.TIMES_IN_FUTURE.of(
                future.size(),
                files,
                last.time(),
                Duration.between(now, last.time()),
                now,
                machine.orElseGet(this::writer),
                unjudged());
        return Optional.of(finding(facts, watched.replica().locate(last)));
    }

    private String machine(Duration lead) {
        return "This machine's clock is " + Format.duration(lead.abs()) + (lead.isNegative() ? " ahead of" : " behind")
                + " the store's";
    }

    private String writer() {
        return store.isPresent()
                ? "The clock of this machine agrees with the store's, so the clock of the machine that runs"
                        + " Litestream, or that copied the files, was ahead"
                : "Either the clock of the machine that wrote or copied these files, or of the store, was ahead, or"
                        + " this machine's clock is behind";
    }

    private String unjudged() {
        return newestIsFuture
                ? "Until then the age of the newest recovery point is not known, so whether the replica is stale"
                        + " cannot be judged by time. Its states can be restored"
                : "Its states can be restored";
    }

    private static Finding finding(Facts facts, String where) {
        return new Finding(
                FindingCode.CLOCK_SKEW,
                Severity.WARNING,
                facts,
                where,
                Hint.text("compare the clocks (`date -u`) of this machine, of the machine that runs Litestream, and of"
                        + " the store, and set the wrong one by NTP. Name states by --position or --txid while"
                        + " times are wrong"));
    }
}
