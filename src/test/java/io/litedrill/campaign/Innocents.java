package io.litedrill.campaign;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.drill.DrillResult;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files that are reported as damaged although they are unchanged. */
final class Innocents {
    private Innocents() {}

    static List<String> wronglyReported(SoundReplica sound, Damage damage, CheckResult check, DrillResult drill) {
        Set<String> touched = damage.changes().stream().map(Change::path).collect(Collectors.toSet());
        return Stream.of(check.findings(), drill.findings())
                .flatMap(List::stream)
                .filter(finding -> finding.code() == FindingCode.FILE_DAMAGED)
                .map(Finding::where)
                .distinct()
                .filter(where -> sound.image().paths().stream()
                        .anyMatch(path -> where.endsWith("/" + path) && !touched.contains(path)))
                .map(where -> "an innocent file is called damaged: " + where)
                .toList();
    }
}
