package io.litedrill.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.memory.KnownFiles;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.storage.MemoryObjectStore;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.S3ObjectStore;
import io.litedrill.storage.S3Server;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.StorageListener.Operation;
import io.litedrill.storage.StoredObject;
import io.litedrill.storage.Timeouts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The requests of a steady check, as a real S3 server receives them. */
class CheckRequestsS3Test {
    private static final String BUCKET = "backups";
    private static final int FILES = 1_100;

    /** A check requests several files at the same time. */
    private final Map<Operation, Integer> requests = new ConcurrentHashMap<>();

    private final S3Server server = S3Server.inMemory();
    private final MemoryObjectStore memory = new MemoryObjectStore();
    private final Set<String> uploaded = new HashSet<>();
    private Optional<KnownFiles> kept = Optional.empty();
    private final ReplicaHistory history = new ReplicaHistory() {
        @Override
        public Optional<KnownFiles> files(ReplicaId id) {
            return kept;
        }

        @Override
        public void remember(ReplicaId id, Optional<KnownFiles> before, KnownFiles now) {
            kept = Optional.of(now);
        }
    };

    @AfterEach
    void stop() {
        server.close();
    }

    private void upload() throws StorageException {
        List<StoredObject> objects = new ArrayList<>();
        memory.list("", "", objects::add);
        objects.sort(Comparator.comparing(StoredObject::modified));
        for (StoredObject object : objects) {
            if (uploaded.add(object.key())) {
                server.put(BUCKET, object.key(), memory.bytes(object.key()));
            }
        }
    }

    private CheckResult check() {
        requests.clear();
        StorageListener count = new StorageListener() {
            @Override
            public void request(Operation operation, boolean successful) {
                requests.merge(operation, 1, Integer::sum);
            }

            @Override
            public void read(long bytes) {}
        };
        WriterSettings often =
                new WriterSettings(Duration.ofMillis(1), WriterSettings.Keeping.WAL, WriterSettings.Keeping.LTX, true);
        try (ObjectStore store = new S3ObjectStore(server.settings(BUCKET), Timeouts.DEFAULT, count)) {
            return new Checker(history, new ReadingCache(10), InstantSource.system())
                    .check(new CheckedReplica(
                            new ReplicaId("shop", "s3"),
                            new Replica(store, "app"),
                            Optional.empty(),
                            Case.OBJECTIVES,
                            often));
        }
    }

    @ParameterizedTest
    @CsvSource({"wal", "ltx"})
    void aSteadyCheckNeedsTwoListingsAndOneFile(String layout) throws StorageException {
        server.createBucket(BUCKET);
        GrowingReplica replica = GrowingReplica.of(layout, memory, FILES, Instant.now());
        upload();
        CheckResult first = check();
        assertThat(first.findings()).isEmpty();
        assertThat(requests.get(Operation.LIST)).isGreaterThan(2);
        for (int i = 0; i < FILES / 24 + 1; i++) {
            check();
        }

        replica.grow(Instant.now());
        upload();
        CheckResult grown = check();

        assertThat(grown.findings()).isEmpty();
        assertThat(grown.seen().newest().orElseThrow().position())
                .isNotEqualTo(first.seen().newest().orElseThrow().position());
        assertThat(requests.get(Operation.LIST)).isLessThanOrEqualTo(2);
        assertThat(requests.get(Operation.GET)).isEqualTo(1);
    }
}
