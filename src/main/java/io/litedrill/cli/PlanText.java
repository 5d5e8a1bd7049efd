package io.litedrill.cli;

import io.litedrill.app.RestorePlanning;
import io.litedrill.app.Wording;
import io.litedrill.check.Hint;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.restore.PlanResult;
import io.litedrill.restore.RestorePlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints plans for people. */
final class PlanText {
    /** The maximum number of listed files. A replica that is synced each second has thousands. */
    private static final int MOST_FILES = 20;

    private static final int ENDS = 5;

    private final Terminal terminal;
    private final boolean verbose;

    /**
     * Prints to a terminal.
     *
     * @param verbose whether to list files
     */
    PlanText(Terminal terminal, boolean verbose) {
        this.terminal = terminal;
        this.verbose = verbose;
    }

    void print(RestorePlanning planning) {
        planning.plan().ifPresent(plan -> print(planning, plan));
        if (planning.plan().isEmpty()) {
            terminal.line(Hint.text(planning.look().id() + ": ").then(planning.reason()));
        }
        planning.refused().ifPresent(refused -> print(planning, refused));
        if (planning.mixed().isPresent()) {
            terminal.line(Hint.text("refused         ").then(planning.reason()));
        } else {
            new FindingText(terminal).print(planning.look().id(), planning.findings());
        }
    }

    private void print(RestorePlanning planning, RestorePlan plan) {
        new RequestText(terminal, "").print(plan.request(), plan.point());
        plan.request().next().ifPresent(next -> terminal.line(Hint.text("  ").then(planning.restoreCommand(next))));
        terminal.line("to read         " + Wording.count(plan.files().size(), "file") + ", "
                + Wording.bytes(plan.bytes()) + " in " + Wording.count(plan.requests(), "request"));
        terminal.line("estimated time  "
                + (planning.estimatedSeconds().isPresent()
                        ? Wording.seconds(planning.estimatedSeconds().getAsDouble())
                        : "not known: no drill has measured it yet"));
        if (verbose) {
            print(plan);
        }
    }

    private void print(RestorePlan plan) {
        List<ReplicaFile> files = plan.files();
        if (files.size() > MOST_FILES) {
            summary(plan.replica(), files);
        } else {
            list(plan.replica(), files);
        }
    }

    private void summary(Replica replica, List<ReplicaFile> files) {
        Table kinds = new Table("KIND", "FILES", "BYTES");
        Map<String, LongSummaryStatistics> bytes = files.stream()
                .collect(Collectors.groupingBy(
                        ReplicaFile::kind, LinkedHashMap::new, Collectors.summarizingLong(ReplicaFile::bytes)));
        bytes.forEach((kind, sum) -> kinds.row(kind, Long.toString(sum.getCount()), Long.toString(sum.getSum())));
        kinds.print(terminal);
        terminal.line("the first " + ENDS + " files, in the order of replay:");
        list(replica, files.subList(0, ENDS));
        terminal.line("the last " + ENDS + " (" + (files.size() - 2 * ENDS) + " between them; --json lists all "
                + files.size() + "):");
        list(replica, files.subList(files.size() - ENDS, files.size()));
    }

    private void list(Replica replica, List<ReplicaFile> files) {
        Table table = new Table("FILE", "KIND", "BYTES");
        files.forEach(file -> table.row(replica.nameOf(file), file.kind(), Long.toString(file.bytes())));
        table.print(terminal);
    }

    private void print(RestorePlanning planning, PlanResult.Refused refused) {
        refused.before().ifPresent(point -> terminal.line("before it: " + Wording.point(point)));
        refused.before().ifPresent(point -> terminal.line(Hint.text("  ").then(planning.restoreCommand(point))));
        refused.after().ifPresent(point -> terminal.line("after it:  " + Wording.point(point)));
        refused.after().ifPresent(point -> terminal.line(Hint.text("  ").then(planning.restoreCommand(point))));
    }
}
