package io.litedrill.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.fuzz.Choices;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.InventoryReader;
import io.litedrill.replica.Point;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.scan.Depth;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.replica.timeline.Timeline;
import io.litedrill.storage.MemoryObjectStore;
import io.litedrill.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A replica in memory that a target creates from its input, damages in one file, and restores. */
final class FuzzedReplica {
    static final int PAGE = 512;
    private static final long MOST_READ = 16 << 20;
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant NOW = START.plusSeconds(100_000);

    private final MemoryObjectStore memory = new MemoryObjectStore();
    private final Replica replica = new Replica(memory, "");
    private final List<String> keys = new ArrayList<>();

    /** Returns the time of the next file. */
    Instant time() {
        return START.plusSeconds(keys.size());
    }

    void put(String key, byte[] bytes) {
        memory.put(key, bytes, time());
        keys.add(key);
    }

    /** Changes bytes of one file, truncates it, or extends it; its checksums are not corrected. */
    void damage(Choices choices) throws StorageException {
        String key = keys.get(choices.below(keys.size()));
        byte[] bytes = memory.bytes(key);
        int at = bytes.length == 0 ? 0 : choices.u16() % bytes.length;
        switch (choices.below(4)) {
            case 0 -> bytes = Arrays.copyOf(bytes, at);
            case 1 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + choices.u8());
            case 2 -> bytes[at] ^= (byte) (1 << choices.below(8));
            default -> {
                byte[] other = choices.bytes(bytes.length - at);
                System.arraycopy(other, 0, bytes, at, other.length);
            }
        }
        memory.put(key, bytes, START.plusSeconds(keys.indexOf(key)));
    }

    /** Returns the newest database that can be restored; empty after a refusal. */
    Optional<ByteBuffer> restored(boolean probed) throws IOException {
        PlanResult result = new Planner(replica, timeline(probed)).plan(new Point.Newest());
        return result instanceof PlanResult.Planned planned ? carriedOut(planned.plan()) : Optional.empty();
    }

    private Timeline timeline(boolean probed) throws IOException {
        if (probed) {
            ReplicaScanner scanner =
                    new ReplicaScanner(replica, WriterSettings.DEFAULTS, new ReadingCache(100), () -> NOW);
            return scanner.scan(Depth.FULL).timeline();
        }
        Inventory inventory = InventoryReader.list(replica);
        return Timeline.of(replica, inventory, WriterSettings.DEFAULTS, NOW);
    }

    private static Optional<ByteBuffer> carriedOut(RestorePlan plan) throws IOException {
        Path folder = Files.createTempDirectory("fuzz");
        Path output = folder.resolve("out.db");
        try {
            RestoreEngine.restore(plan, output, RestoreListener.NONE);
            return Optional.of(content(output));
        } catch (RestoreException refused) {
            return Optional.empty();
        } finally {
            Files.deleteIfExists(output);
            // fails if the engine left any file
            Files.delete(folder);
        }
    }

    /**
     * Reads a restored file. A commit may have any size, with correct checksums; the file is then sparse, and too
     * large for any state of a history.
     */
    private static ByteBuffer content(Path output) throws IOException {
        long size = Files.size(output);
        if (size <= MOST_READ) {
            return ByteBuffer.wrap(Files.readAllBytes(output));
        }
        assertThat(size % PAGE).isZero();
        return ByteBuffer.allocate(0);
    }

    /** Returns a page; the first one begins like SQLite's. */
    static byte[] page(long pgno, byte[] content) {
        byte[] page = Arrays.copyOf(content, PAGE);
        if (pgno == 1) {
            ByteBuffer.wrap(page)
                    .put("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII))
                    .putShort((short) PAGE)
                    .put(new byte[] {2, 2, 0, 64, 32, 32})
                    .put(new byte[76]);
        }
        return page;
    }

    /** Returns a database of these pages. */
    static ByteBuffer database(List<byte[]> pages) {
        ByteBuffer database = ByteBuffer.allocate(PAGE * pages.size());
        pages.forEach(database::put);
        return database.flip();
    }
}
