package io.litedrill.fleet;

import io.litedrill.fleet.ClusterDaemons.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The section of the cluster benchmark. */
final class ClusterPage {
    static final String ALONE = "one process, SQLite";

    private static final int ONE_NODE = 1;
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;

    private final String machine;
    private final Duration measured;
    private final Duration delay;
    private final Map<Load, List<Row>> rows = new EnumMap<>(Load.class);

    /**
     * The work of some daemons.
     *
     * @param warm whether all of them worked before the measurement
     */
    record Row(String name, boolean warm, ClusterSample work) {}

    /**
     * Creates a page without rows.
     *
     * @param machine its description
     * @param measured the time of each row and kind of job
     * @param delay of the store
     */
    ClusterPage(String machine, Duration measured, Duration delay) {
        this.machine = machine;
        this.measured = measured;
        this.delay = delay;
    }

    /** Adds a row; the first is that of the process without a cluster, and the second that of one node. */
    void add(Load load, Row row) {
        rows.computeIfAbsent(load, added -> new ArrayList<>()).add(row);
    }

    /** Returns the section so far, in Markdown. */
    String text() {
        return """
                ## One, two and three nodes

                Written by `bench/cluster --table`: real daemons of the packaged jar with %d databases in an S3 server on loopback that
                answers after %d ms. The replicas are two that real Litestream 0.3 and 0.5 wrote, below a prefix for each database. One
                process has its history in a file; the nodes share a real PostgreSQL. Each database is due
                for a check each second and no drills, then for a drill each 5 s and no checks, and more than that is not done. Each is
                measured for %d s, after a warm-up in which each database was checked.
                %s.

                All daemons, PostgreSQL and the S3 server share this one machine, whose processors limit the figures (the share of them
                that was busy, with all other programs, is the last column). So each daemon does one check and one drill at a time
                (`check.parallel: 1`, `drill.parallel: 1`): it then waits for the store most of the time, and one daemon cannot use up
                the machine. The tables show how the jobs spread over the nodes, and what PostgreSQL adds to a job. They do not show the
                most that a daemon can do: the default is 4 checks at a time. CPU is all that a daemon used, by job.

                %s
                %s""".formatted(
                        ClusterDaemons.DATABASES,
                        delay.toMillis(),
                        measured.toSeconds(),
                        machine,
                        table(Load.CHECKS, "checks a minute", MINUTE),
                        table(Load.DRILLS, "drills an hour", HOUR));
    }

    private String table(Load load, String unit, int seconds) {
        List<Row> all = rows.getOrDefault(load, List.of());
        String head = "| daemons | " + unit
                + " | compared with one node | done, by node | CPU each, by node | processors busy |\n"
                + "|---|---|---|---|---|---|\n";
        return head + all.stream().map(row -> line(row, all, seconds)).collect(Collectors.joining()) + problems(all);
    }

    private static String line(Row row, List<Row> all, int seconds) {
        double one = all.get(Math.min(ONE_NODE, all.size() - 1)).work().jobsIn(seconds);
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %.0f %% | %s | %s ms | %.0f %% |%n",
                row.name,
                row.work.jobsIn(seconds),
                row.work.jobsIn(seconds) / Math.max(1, one) * 100,
                each(row, done -> String.format(Locale.ROOT, "%,d", done.jobs())),
                each(row, done -> String.format(Locale.ROOT, "%.1f", done.cpuMillisEach())),
                row.work.processors().busy() * 100);
    }

    private static String each(Row row, Function<ClusterSample.Done, String> shown) {
        return row.work.done().stream().map(shown).collect(Collectors.joining(" / "));
    }

    private static String problems(List<Row> all) {
        String problems = all.stream()
                .filter(row -> !row.warm || row.work.bad() > 0)
                .map(row -> row.name + ": "
                        + (row.warm ? "" : "not warmed up in time; ")
                        + row.work.bad() + " of " + row.work.jobs() + " without proof")
                .collect(Collectors.joining(". "));
        return problems.isEmpty() ? "" : "\nProblems: " + problems + ".\n";
    }
}
