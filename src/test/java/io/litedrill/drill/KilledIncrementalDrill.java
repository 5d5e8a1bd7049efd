package io.litedrill.drill;

import io.litedrill.replica.Layout;
import java.nio.file.Path;
import java.time.Duration;

/** A process that changes a replica and drills it incrementally, repeatedly until it is killed. */
final class KilledIncrementalDrill {
    private KilledIncrementalDrill() {}

    /**
     * Runs changes and drills, and prints a line before each drill.
     *
     * @param arguments a folder, a layout and the number of rows
     */
    public static void main(String[] arguments) throws Exception {
        int rows = Integer.parseInt(arguments[2]);
        GrowingReplica replica = new GrowingReplica(Path.of(arguments[0]), Layout.valueOf(arguments[1]), rows);
        replica.drill(IncrementBench.keeping(Duration.ofDays(7)));
        while (true) {
            replica.change(rows / 2);
            System.out.println("drilling");
            DrillResult result = replica.drill(IncrementBench.keeping(Duration.ofDays(7)));
            if (!result.isIncremental()) {
                System.out.println("not incremental: " + result.run().fullBecause());
            }
        }
    }
}
