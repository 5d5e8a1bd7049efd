package io.litedrill.check;

import io.litedrill.replica.Reading;
import io.litedrill.replica.ReplicaFile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Is one of the files that were looked at damaged, or of a format that is not known? */
final class DamageRule implements Rule {
    /** Where every file of a replica is of an unknown format, nobody is helped by a finding for each of them. */
    private static final int MOST_NAMED = 20;

    private final int mostNamed;

    DamageRule() {
        this(MOST_NAMED);
    }

    private DamageRule(int mostNamed) {
        this.mostNamed = mostNamed;
    }

    /** One that names each file, for whoever asked for all. */
    static DamageRule namingAll() {
        return new DamageRule(Integer.MAX_VALUE);
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> all = evidence.scan()
                .inventory()
                .files()
                .flatMap(file -> of(evidence, file, file.reading()).stream())
                .toList();
        return Stream.of(FindingCode.FILE_DAMAGED, FindingCode.FILE_UNSUPPORTED, FindingCode.ACCESS_DENIED)
                .flatMap(code -> summed(evidence, code, all))
                .toList();
    }

    private Stream<Finding> summed(Evidence evidence, FindingCode code, List<Finding> all) {
        List<Finding> ofCode =
                all.stream().filter(finding -> finding.code() == code).toList();
        if (ofCode.size() <= mostNamed) {
            return ofCode.stream();
        }
        Finding first = ofCode.get(0);
        String message = (ofCode.size() - mostNamed) + " more files are like the " + mostNamed + " that are named";
        return Stream.concat(
                ofCode.stream().limit(mostNamed),
                Stream.of(new Finding(code, first.severity(), message, evidence.location(), first.hint())));
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
                    Unread.code(unsupported),
                    Unread.hidesNewest(evidence, file) ? Severity.UNKNOWN : Severity.WARNING,
                    "this " + file.kind() + " " + Unread.because(unsupported),
                    where,
                    Unread.hint(unsupported)));
        }
        return Optional.empty();
    }
}
