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
import io.litedrill.restore.UnsyncedDatabase;
import io.litedrill.storage.FileObjectStore;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.S3Credentials;
import io.litedrill.storage.S3Endpoint;
import io.litedrill.storage.S3ObjectStore;
import io.litedrill.storage.S3Settings;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.Timeouts;
import io.litedrill.verify.CheckOutcome;
import io.litedrill.verify.Expectations;
import io.litedrill.verify.Verification;
import io.litedrill.verify.Verifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Restores a replica several times in one process, like the daemon. Runs one round for each line of standard input,
 * {@code plain} or {@code verified}, and prints a line for it: seconds, seconds of processor time, requests, bytes
 * read.
 */
public final class WarmRestore {
    private final ObjectStore store;
    private final String root;
    private final Path output;
    private final Count count;

    private WarmRestore(ObjectStore store, String root, Path output, Count count) {
        this.store = store;
        this.root = root;
        this.output = output;
        this.count = count;
    }

    /**
     * Runs the rounds.
     *
     * @param args the file to restore to, then the folder of the replica, or the URL of an S3 endpoint, the
     *     bucket and the path
     */
    public static void main(String[] args) throws IOException {
        Count count = new Count();
        Path output = Path.of(args[0]);
        try (ObjectStore store = args.length == 2
                ? new FileObjectStore(Path.of(args[1]).toAbsolutePath(), count)
                : s3(args[1], args[2], count)) {
            new WarmRestore(store, args.length == 2 ? "" : args[3], output, count).rounds();
        }
    }

    private static ObjectStore s3(String endpoint, String bucket, StorageListener listener) {
        S3Credentials unchecked = new S3Credentials("bench", "bench");
        S3Settings settings = new S3Settings(bucket, S3Endpoint.at(URI.create(endpoint)), Optional.of(unchecked));
        return new S3ObjectStore(settings, Timeouts.DEFAULT, listener);
    }

    private void rounds() throws IOException {
        BufferedReader kinds = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String kind = kinds.readLine(); kind != null; kind = kinds.readLine()) {
            Files.deleteIfExists(output);
            round(kind.equals("verified"));
        }
    }

    private void round(boolean verified) throws IOException {
        long cpu = cpu();
        long start = System.nanoTime();
        count.clear();
        Replica replica = new Replica(store, root);
        Timeline timeline = Timeline.of(replica, InventoryReader.list(replica), WriterSettings.DEFAULTS, Instant.now());
        if (!(new Planner(replica, timeline).plan(new Point.Newest()) instanceof PlanResult.Planned planned)) {
            throw new IOException(replica.location() + ": no plan");
        }
        RestorePlan plan = planned.plan();
        if (verified) {
            verified(plan);
        } else {
            RestoreEngine.restore(plan, output, RestoreListener.NONE);
        }
        System.out.printf(
                Locale.ROOT,
                "%.3f %.3f %d %d%n",
                (System.nanoTime() - start) / 1e9,
                (cpu() - cpu) / 1e9,
                count.requests.get(),
                count.bytes.get());
    }

    private void verified(RestorePlan plan) throws IOException {
        try (UnsyncedDatabase database = RestoreEngine.restoreUnsynced(plan, output, RestoreListener.NONE)) {
            database.startSync();
            Verification verification = new Verifier().verify(output, Expectations.DEFAULTS);
            database.sync();
            if (verification.result() != CheckOutcome.Result.PASSED) {
                throw new IOException(output + ": " + verification);
            }
        }
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static final class Count implements StorageListener {
        private final AtomicLong requests = new AtomicLong();
        private final AtomicLong bytes = new AtomicLong();

        void clear() {
            requests.set(0);
            bytes.set(0);
        }

        @Override
        public void request(Operation operation, boolean successful) {
            requests.incrementAndGet();
        }

        @Override
        public void read(long amount) {
            bytes.addAndGet(amount);
        }
    }
}
