package io.litedrill.recover;

import io.litedrill.history.HistoryStore;
import io.litedrill.history.PostgresHistory;
import io.litedrill.history.PostgresSettings;
import io.litedrill.history.Retention;
import io.litedrill.replica.Point;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.restore.RestoreListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A process that restores in place and is stopped by a signal. Arguments: the folder of an {@link InPlaceBench}, the
 * URL of a history, and the step before whose first change it prints a line and waits for one; {@code READ} to wait
 * before the swap begins.
 */
final class FrozenRestore {
    private FrozenRestore() {}

    public static void main(String[] args) throws IOException {
        InPlaceBench bench = InPlaceBench.again(Path.of(args[0]));
        boolean[] waited = {false};
        SwapListener listener = step -> {
            if (step.name().equals(args[2]) && !waited[0]) {
                waited[0] = true;
                waitForALine(args[2]);
            }
        };
        RestoreListener progress = new RestoreListener() {
            @Override
            public void done(ReplicaFile file) {}

            @Override
            public boolean mayReplace() {
                if (args[2].equals("READ")) {
                    waitForALine(args[2]);
                }
                return true;
            }
        };
        PostgresSettings settings = new PostgresSettings(args[1], Optional.empty(), Optional.empty());
        try (HistoryStore store = PostgresHistory.open(settings, Retention.DEFAULT, InstantSource.system())) {
            RestoreReport report = bench.restorer(listener)
                    .sharing(new RestoreRights(store.leases(), "node-a"))
                    .restore(bench.order(new Point.Newest(), Permissions.NONE), progress);
            System.out.println(report.word() + " " + report.reason());
        }
    }

    private static void waitForALine(String where) {
        System.out.println("before " + where);
        try {
            int unused = System.in.read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
