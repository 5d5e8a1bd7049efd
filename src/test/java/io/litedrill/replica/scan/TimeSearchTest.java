package io.litedrill.replica.scan;

import static io.litedrill.replica.Listing.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.Point;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.format.LtxBuilder;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.restore.PlanResult;
import io.litedrill.restore.Planner;
import io.litedrill.storage.MemoryObjectStore;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageListener;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSearchTest {
    private static final int FILES = 5_000;
    private static final int EACH = 10;
    /** Uploads are later than the times in the headers, by less than a step or by more. */
    private static final long UPLOAD = 25;

    private final AtomicInteger gets = new AtomicInteger();
    private final MemoryObjectStore store = new MemoryObjectStore(new StorageListener() {
        @Override
        public void request(Operation operation, boolean successful) {
            gets.addAndGet(operation == Operation.GET ? 1 : 0);
        }

        @Override
        public void read(long bytes) {}
    });

    private void fill() {
        store.put(
                "app/0009/0000000000000001-0000000000000001.ltx",
                LtxBuilder.snapshot(512, 1, 1, 0).timestamp(second(EACH)).build(),
                second(EACH + UPLOAD));
        for (int txid = 2; txid <= FILES; txid++) {
            put(txid, second((long) txid * EACH));
        }
    }

    private void put(int txid, Instant time) {
        byte[] file = LtxBuilder.of(512, 1)
                .txids(txid, txid)
                .timestamp(time)
                .page(1, new byte[512])
                .build();
        String key = String.format(Locale.ROOT, "app/0000/%016x-%016x.ltx", txid, txid);
        store.put(key, file, time.plusSeconds(UPLOAD));
    }

    private ReplicaScanner scanner() {
        Replica replica = new Replica(store, "app");
        return new ReplicaScanner(
                replica, WriterSettings.DEFAULTS, new ReadingCache(10), () -> second(FILES * EACH + 60L));
    }

    private static PlanResult plan(Scan scan, Instant time) {
        return new Planner(scan.replica(), scan.timeline()).plan(new Point.AtTime(time));
    }

    private static List<String> files(PlanResult result) {
        return result instanceof PlanResult.Planned planned
                ? planned.plan()
                        .chain()
                        .files()
                        .map(file -> file.object().key())
                        .toList()
                : List.of();
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 10, 11, 19, 20, 24_999, 25_000, 25_001, 49_999, 50_000, 50_001, 60_000})
    void findsTheStateThatAllHeadersShow(long at) throws StorageException {
        fill();

        Scan around = scanner().scanAround(second(at));
        int read = gets.get();

        PlanResult wanted = plan(scanner().scan(Depth.FULL), second(at));
        assertThat(plan(around, second(at)))
                .usingRecursiveComparison()
                .ignoringFieldsOfTypes(Replica.class)
                .ignoringFieldsMatchingRegexes(".*reading", ".*increments", ".*snapshot")
                .isEqualTo(wanted);
        assertThat(files(plan(around, second(at)))).isEqualTo(files(wanted));
        assertThat(read).isLessThanOrEqualTo(20);
    }

    @Test
    void readsAllHeadersIfTheClockWasSetBack() throws StorageException {
        fill();
        for (int txid = 2_400; txid <= 2_600; txid++) {
            put(txid, second(txid));
        }

        scanner().scanAround(second(25_000));

        assertThat(gets.get()).isGreaterThanOrEqualTo(FILES);
    }
}
