package io.litedrill.check;

import io.litedrill.replica.Reading;
import io.litedrill.replica.ReplicaFile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Is one of the files that were looked at damaged, or of a format that is not known? */
final class DamageRule implements Rule {
    @Override
    public List<Finding> judge(Evidence evidence) {
        return evidence.scan()
                .inventory()
                .files()
                .flatMap(file -> finding(evidence, file).stream())
                .toList();
    }

    private static Optional<Finding> finding(Evidence evidence, ReplicaFile file) {
        return Stream.of(file.reading())
                .flatMap(reading -> of(evidence, file, reading).stream())
                .findFirst();
    }

    private static Optional<Finding> of(Evidence evidence, ReplicaFile file, Reading reading) {
        String where = evidence.watched().replica().locate(file);
        if (reading instanceof Reading.Damaged damaged) {
            return Optional.of(new Finding(
                    FindingCode.FILE_DAMAGED,
                    Severity.CRITICAL,
                    "this " + file.kind() + " is damaged: " + damaged.reason(),
                    where,
                    "see what can be restored without it: " + evidence.windowCommand()));
        }
        if (reading instanceof Reading.Unsupported unsupported) {
            return Optional.of(new Finding(
                    FindingCode.FILE_UNSUPPORTED,
                    Severity.WARNING,
                    "this " + file.kind() + " cannot be read by this version: " + unsupported.reason(),
                    where,
                    "look for a newer Litedrill; until then nothing is proved of what this file holds"));
        }
        return Optional.empty();
    }
}
