package io.litedrill.check;

import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.VanishedFile;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reports files that have disappeared without an explanation, or have changed. The loss of the end of a finished WAL
 * index, and of the newest files, leaves no other trace: the remaining files replay without a gap.
 */
final class VanishedRule implements Rule {
    /** Limits the findings: when a whole generation is missing, a finding for each of its files does not help. */
    private static final int MOST_NAMED = 5;

    private static final Comparator<VanishedFile> OLDEST_FIRST =
            Comparator.comparing(vanished -> time(vanished.file()));

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<VanishedFile> vanished = evidence.scan().inventory().vanished();
        return Stream.of(true, false)
                .flatMap(needed -> summed(
                        evidence,
                        vanished.stream()
                                .filter(file -> file.needed() == needed)
                                .sorted(OLDEST_FIRST)
                                .toList()))
                .toList();
    }

    private static Stream<Finding> summed(Evidence evidence, List<VanishedFile> vanished) {
        if (vanished.size() <= MOST_NAMED) {
            return vanished.stream().map(file -> finding(evidence, file));
        }
        VanishedFile first = vanished.get(0);
        VanishedFile last = vanished.get(vanished.size() - 1);
        Facts facts = FindingSentence.FILES_VANISHED.of(
                vanished.size(), name(evidence, first), name(evidence, last), lastSeen(vanished), effect(first));
        return Stream.of(finding(evidence, first, facts));
    }

    private static Finding finding(Evidence evidence, VanishedFile vanished) {
        ReplicaFile file = vanished.file();
        FindingSentence text = vanished.replaced() ? FindingSentence.FILE_REPLACED : FindingSentence.FILE_GONE;
        Facts facts = text.of(file.kind(), file.bytes(), time(file), vanished.lastSeen(), effect(vanished));
        return finding(evidence, vanished, facts);
    }

    private static String effect(VanishedFile vanished) {
        String unexplained = "Litestream's retention does not explain that. ";
        return unexplained
                + (vanished.needed()
                        ? "Without it no newer state can be restored, although what is left may seem whole"
                        : "The newest state can be restored without it, states between may not");
    }

    private static Instant time(ReplicaFile file) {
        return file.object().modified();
    }

    private static Instant lastSeen(List<VanishedFile> vanished) {
        return vanished.stream()
                .map(VanishedFile::lastSeen)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    private static String name(Evidence evidence, VanishedFile vanished) {
        return evidence.watched().replica().nameOf(vanished.file());
    }

    private static Finding finding(Evidence evidence, VanishedFile vanished, Facts facts) {
        String where = evidence.watched().replica().locate(vanished.file());
        Hint window = evidence.windowCommand();
        Hint find = Hint.text("find out who deletes here. ");
        return new Finding(
                FindingCode.FILE_VANISHED,
                vanished.needed() ? Severity.CRITICAL : Severity.WARNING,
                facts,
                where,
                vanished.needed()
                        ? find.then("To make the newest state restorable: ")
                                .then(RepairHint.hint(evidence))
                                .then("; what is sound: ")
                                .then(window)
                        : find.then("What is sound: ").then(window));
    }
}
