package io.litedrill.bench;

import com.sun.management.OperatingSystemMXBean;
import io.litedrill.replica.InventoryReader;
import io.litedrill.replica.Point;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.timeline.Timeline;
import io.litedrill.restore.PlanResult;
import io.litedrill.restore.Planner;
import io.litedrill.restore.RestoreEngine;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePlan;
import io.litedrill.storage.FileObjectStore;
import io.litedrill.storage.StorageListener;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Restores a replica in a folder several times in one process, as the daemon does, without verification. Prints a line
 * for each round: seconds, seconds of processor time, requests, bytes read.
 */
public final class WarmRestore {
    private WarmRestore() {}

    /**
     * Runs the rounds.
     *
     * @param args the folder of the replica, the file to restore to, the number of rounds
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]).toAbsolutePath();
        Path output = Path.of(args[1]);
        for (int round = Integer.parseInt(args[2]); round > 0; round--) {
            Files.deleteIfExists(output);
            round(folder, output);
        }
    }

    private static void round(Path folder, Path output) throws IOException {
        Count count = new Count();
        long cpu = cpu();
        long start = System.nanoTime();
        FileObjectStore store = new FileObjectStore(folder.getParent(), count);
        Replica replica = new Replica(store, folder.getFileName().toString());
        Timeline timeline = Timeline.of(replica, InventoryReader.list(replica), WriterSettings.DEFAULTS, Instant.now());
        if (!(new Planner(replica, timeline).plan(new Point.Newest()) instanceof PlanResult.Planned planned)) {
            throw new IOException(folder + ": no plan");
        }
        RestorePlan plan = planned.plan();
        RestoreEngine.restore(plan, output, RestoreListener.NONE);
        long seconds = System.nanoTime() - start;
        System.out.printf(
                Locale.ROOT,
                "%.3f %.3f %d %d%n",
                seconds / 1e9,
                (cpu() - cpu) / 1e9,
                count.requests.get(),
                count.bytes.get());
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static final class Count implements StorageListener {
        private final AtomicLong requests = new AtomicLong();
        private final AtomicLong bytes = new AtomicLong();

        @Override
        public void request(Operation operation, boolean successful) {
            requests.incrementAndGet();
        }

        @Override
        public void read(long count) {
            bytes.addAndGet(count);
        }
    }
}
