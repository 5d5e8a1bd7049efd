package io.litedrill.drill;

import com.sun.management.OperatingSystemMXBean;
import io.litedrill.replica.Layout;
import io.litedrill.verify.CheckKind;
import io.litedrill.verify.CheckOutcome;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Measures full and incremental drills alternately, in one process like a daemon, and prints a table.
 * {@code bench/incremental} runs it.
 */
final class IncrementalBench {
    private static final int WARM_UP = 2;
    private static final int CONTENT = 170;
    /** Bytes of a row with its entry in the index. */
    private static final int ROW = 560;

    private static final double MOST_BYTES = 0.03;
    private static final double MOST_TIME = 0.15;

    private IncrementalBench() {}

    /**
     * Runs the benchmark.
     *
     * @param arguments a folder, the size of the database in MB, and the number of rounds
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int rows = Math.toIntExact(Integer.parseInt(arguments[1]) * 1_000_000L / ROW);
        int rounds = Integer.parseInt(arguments[2]);
        System.out.println(
                "| layout | | read | share | plan | restore | verify | SQLite's check alone | total | share | CPU | share |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
        List<String> misses = new ArrayList<>();
        List<String> floors = new ArrayList<>();
        for (Layout layout : Layout.values()) {
            floors.add(measure(Files.createDirectory(folder.resolve(layout.name())), layout, rows, rounds, misses));
        }
        System.out.println();
        System.out.println(
                misses.isEmpty()
                        ? "Targets after 1 % of changes, at most 3 % of the bytes and 15 % of the time: met."
                        : "Targets after 1 % of changes, at most 3 % of the bytes and 15 % of the time: missed by "
                                + String.join(" and ", misses) + ".");
        System.out.println("An incremental drill runs `quick_check`, which reads the whole database. It alone takes "
                + String.join(", ", floors) + " of the time of a full drill.");
    }

    /** Prints the rows of a layout, and adds the missed targets. Returns the share of {@code quick_check} alone. */
    private static String measure(Path folder, Layout layout, int rows, int rounds, List<String> misses)
            throws Exception {
        GrowingReplica replica = new GrowingReplica(folder, layout, rows, CONTENT);
        replica.change(rows / 1000);
        replica.check();
        Keeping keeping = IncrementBench.keeping(Duration.ofDays(7));
        replica.drill(keeping);
        List<Measured> full = new ArrayList<>();
        List<Measured> incremental = new ArrayList<>();
        for (int round = -WARM_UP; round < rounds; round++) {
            replica.change(rows / 100);
            replica.check();
            Measured some = require(drill(replica, keeping), true);
            Measured all = require(drill(replica, Keeping.NOTHING), false);
            if (round >= 0) {
                incremental.add(some);
                full.add(all);
            }
        }
        double bytes = median(incremental, IncrementalBench::bytes) / median(full, IncrementalBench::bytes);
        double time = median(incremental, IncrementalBench::total) / median(full, IncrementalBench::total);
        double cpu = median(incremental, Measured::cpu) / median(full, Measured::cpu);
        String name = layout.name().toLowerCase(Locale.ROOT);
        row(layout, "full", full, List.of("", "", ""));
        row(layout, "incremental", incremental, List.of(percent(bytes), percent(time), percent(cpu)));
        if (bytes > MOST_BYTES) {
            misses.add(percent(bytes) + " of the bytes for " + name);
        }
        if (time > MOST_TIME) {
            misses.add(percent(time) + " of the time for " + name);
        }
        double alone = median(incremental, IncrementalBench::check) / median(full, IncrementalBench::total);
        return percent(alone) + " for " + name;
    }

    /**
     * A drill with its cost.
     *
     * @param cpu processor time of the process, in seconds
     */
    private record Measured(DrillResult result, double cpu) {}

    private static Measured drill(GrowingReplica replica, Keeping keeping) {
        double before = cpu();
        DrillResult result = replica.drill(keeping);
        return new Measured(result, cpu() - before);
    }

    private static double cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    private static Measured require(Measured measured, boolean incremental) {
        DrillResult result = measured.result();
        if (result.outcome() != DrillResult.Outcome.PASSED || result.isIncremental() != incremental) {
            throw new IllegalStateException(result.outcome() + " " + result.findings() + " "
                    + result.run().fullBecause());
        }
        return measured;
    }

    private static double bytes(Measured measured) {
        return measured.result().run().cost().bytesRead();
    }

    private static double total(Measured measured) {
        return measured.result().run().phases().total();
    }

    /** Returns the seconds of {@code integrity_check} or {@code quick_check}. */
    private static double check(Measured measured) {
        return measured.result().restored().orElseThrow().checks().stream()
                .filter(each -> each.kind() == CheckKind.INTEGRITY_CHECK || each.kind() == CheckKind.QUICK_CHECK)
                .mapToDouble(CheckOutcome::seconds)
                .sum();
    }

    private static void row(Layout layout, String mode, List<Measured> results, List<String> shares) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.2f MB | %s | %.3f s | %.3f s | %.3f s | %.3f s | %.3f s | %s | %.2f s | %s |%n",
                layout.name().toLowerCase(Locale.ROOT),
                mode,
                median(results, IncrementalBench::bytes) / 1e6,
                shares.get(0),
                median(results, each -> each.result().run().phases().plan()),
                median(results, each -> each.result().run().phases().restore()),
                median(results, each -> each.result().run().phases().verify()),
                median(results, IncrementalBench::check),
                median(results, IncrementalBench::total),
                shares.get(1),
                median(results, Measured::cpu),
                shares.get(2));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    private static double median(List<Measured> results, ToDoubleFunction<Measured> value) {
        double[] sorted = results.stream().mapToDouble(value).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
