package io.litedrill.cli;

import io.litedrill.check.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Selects the replicas to print by their verdicts. The exit code always counts all. */
final class SelectionOptions {
    @Option(
            names = "--only",
            split = ",",
            paramLabel = "VERDICT,...",
            hideParamSyntax = true,
            description = "Print only replicas with one of these verdicts: ok, warning, unknown, critical.")
    private List<Verdict> only = List.of();

    @Option(
            names = {"-q", "--quiet"},
            description = "Print nothing for sound replicas (verdict ok), and no summary of sound ones alone.")
    private boolean quiet;

    /** Returns whether to print a replica. */
    boolean shows(Verdict verdict) {
        Set<Verdict> shown = only.isEmpty() ? EnumSet.allOf(Verdict.class) : EnumSet.copyOf(only);
        return shown.contains(verdict) && !(quiet && verdict == Verdict.OK);
    }

    /**
     * Returns whether to print a summary.
     *
     * @param databases the verdicts of all databases
     */
    boolean summarizes(List<Verdict> databases) {
        return databases.size() > 1 && !(quiet && databases.stream().allMatch(Verdict.OK::equals));
    }
}
