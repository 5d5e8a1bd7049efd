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
        return new Finding(
                FindingCode.WRITES_LOST,
                Severity.CRITICAL,
                facts(losses),
                evidence.location(),
                Hint.text("keep the live database safe: it has what the backup has not. Make Litestream take a"
                                + " snapshot of it: ")
                        .then(RepairHint.hint(evidence)));
    }

    private static Facts facts(List<LostWrites> losses) {
        LostWrites loss = losses.get(losses.size() - 1);
        ReplicatedWal replicated = loss.replicated();
        String received = loss.seen().salts().equals(replicated.salts())
                ? "the replica has them up to byte " + replicated.end()
                : "the replica has nothing of it";
        FindingSentence text = losses.size() == 1 ? FindingSentence.WRITES_LOST : FindingSentence.WRITES_LOST_OFTEN;
        return text.of(
                loss.seen().end(),
                loss.seen().at(),
                received,
                replicated.position(),
                replicated.time(),
                loss.next(),
                loss.nextAt(),
                losses.size());
    }
}
