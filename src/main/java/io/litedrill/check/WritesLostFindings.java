package io.litedrill.check;

import io.litedrill.check.WalMemory.LostWrites;
import io.litedrill.replica.scan.ReplicatedWal;
import java.util.List;

/** Creates the finding for lost writes: one for all, because one snapshot repairs them all. */
final class WritesLostFindings {
    private WritesLostFindings() {}

    static List<Finding> of(Evidence evidence, List<LostWrites> losses) {
        return losses.isEmpty() ? List.of() : List.of(finding(evidence, losses));
    }

    private static Finding finding(Evidence evidence, List<LostWrites> losses) {
        String more = losses.size() == 1 ? "" : " It happened " + losses.size() + " times; this is the last.";
        return new Finding(
                FindingCode.WRITES_LOST,
                Severity.CRITICAL,
                Facts.text(message(losses.get(losses.size() - 1)) + more),
                evidence.location(),
                Hint.text(
                                "keep the live database safe: it has what the backup has not. Make Litestream take a snapshot of it: ")
                        .then(RepairHint.hint(evidence)));
    }

    private static String message(LostWrites loss) {
        ReplicatedWal replicated = loss.replicated();
        String until = loss.seen().salts().equals(replicated.salts())
                ? "the replica has them up to byte " + replicated.end()
                : "the replica has nothing of it";
        return "Litestream lost committed writes: the live WAL had commits up to byte "
                + loss.seen().end() + " (seen at " + loss.seen().at() + "), " + until + " ("
                + replicated.position() + ", " + replicated.time() + "), and goes on with the next WAL at "
                + loss.next() + " (" + loss.nextAt()
                + "). States from there on lack these writes, and may be malformed";
    }
}
