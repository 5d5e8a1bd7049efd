package io.litedrill.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Findings, of which there may be hundreds of one kind, as after a fault of a disk: nobody is helped by each of them. */
public final class FindingSummary {
    private static final int MOST_NAMED = 20;

    private FindingSummary() {}

    /** What findings have in common that are summed up: what is counted and alerted on stays. */
    private record Kind(FindingCode code, Severity severity) {}

    /** The same, where each kind that is there more than 20 times is one finding, with their number, the first and the last. */
    public static List<Finding> of(List<Finding> all) {
        Map<Kind, List<Finding>> kinds = new LinkedHashMap<>();
        for (Finding finding : all) {
            kinds.computeIfAbsent(new Kind(finding.code(), finding.severity()), kind -> new ArrayList<>())
                    .add(finding);
        }
        return kinds.values().stream()
                .flatMap(ofKind -> ofKind.size() > MOST_NAMED ? List.of(one(ofKind)).stream() : ofKind.stream())
                .toList();
    }

    private static Finding one(List<Finding> many) {
        Finding first = many.get(0);
        Finding last = many.get(many.size() - 1);
        String message = many.size() + " of these. The first: " + first.message();
        return new Finding(
                first.code(),
                first.severity(),
                Format.sentences(message, "The last, at " + last.where() + ": " + last.message()),
                first.where(),
                first.hint());
    }
}
