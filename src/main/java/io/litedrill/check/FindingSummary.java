package io.litedrill.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Summarizes findings: a disk fault can cause hundreds of one kind. */
public final class FindingSummary {
    /**
     * The maximum number of findings of one kind in a result. Twenty show which files are affected, and fit on a
     * terminal.
     */
    static final int MOST_NAMED = 20;

    private FindingSummary() {}

    /** The fields that a summary keeps, because counts and alerts use them. */
    private record Kind(FindingCode code, Severity severity) {}

    /**
     * Returns the findings; each kind with more than 20 findings is replaced by one finding with their number, the
     * first and the last.
     */
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
        String message = first.message() + (first.message().endsWith(".") ? "" : ".");
        return first.with(FindingSentence.SUMMED.of(many.size(), message, last.where(), last.message()));
    }
}
