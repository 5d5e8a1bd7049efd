package io.litedrill.cli;

import io.litedrill.app.DatabaseTarget;
import io.litedrill.app.MonitoredDatabase;
import io.litedrill.app.ReplicaTarget;
import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Facts;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Hint;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Severity;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.schedule.Cadence;
import io.litedrill.schedule.Timing;
import io.litedrill.storage.FileObjectStore;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.StorageListener;
import io.litedrill.verify.Assertion;
import io.litedrill.verify.Expect;
import io.litedrill.verify.Expectations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Databases for a daemon under test. */
public final class Samples {
    /** A statement that runs until it is interrupted, so that a test can inspect its drill. */
    public static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    private static final Objectives OBJECTIVES = new Objectives(
            Duration.ofDays(1), Optional.empty(), Duration.ofDays(2), Optional.empty(), Optional.empty());

    private Samples() {}

    /** Returns a sound replica that real Litestream wrote, some seconds old. */
    public static ReplicaTarget sound(ReplicaId id, Path folder, Assertion... assertions) throws IOException {
        Path root = folder.resolve(id.database() + "-" + id.replica());
        GoldenReplica.load("wal/basic").copyTo(root, Instant.now().minusSeconds(60));
        return in(
                new FileObjectStore(folder, StorageListener.NONE),
                root.getFileName().toString(),
                id,
                assertions);
    }

    public static ReplicaTarget in(ObjectStore store, String root, ReplicaId id, Assertion... assertions) {
        CheckedReplica watched =
                new CheckedReplica(id, new Replica(store, root), Optional.empty(), OBJECTIVES, WriterSettings.DEFAULTS);
        return new ReplicaTarget.Visible(
                watched,
                new Expectations(
                        Expectations.Mode.QUICK_CHECK, true, List.of(), List.of(assertions), Duration.ofMinutes(5)));
    }

    public static ReplicaTarget unsupported(ReplicaId id) {
        Finding why = new Finding(
                FindingCode.REPLICA_UNSUPPORTED,
                Severity.UNKNOWN,
                Facts.text("replicas of type sftp"),
                "sftp://host/path",
                Hint.text(""));
        return new ReplicaTarget.Blind(id, OBJECTIVES, why);
    }

    public static Assertion endless() {
        return new Assertion("endless", ENDLESS, Expect.parse("> 0"));
    }

    /** Returns a database that is checked every 200 ms and drilled once an hour. */
    public static MonitoredDatabase database(String name, ReplicaTarget... replicas) {
        return database(name, Optional.empty(), replicas);
    }

    /** Returns the same with a live path. */
    public static MonitoredDatabase database(String name, Optional<Path> live, ReplicaTarget... replicas) {
        Timing timing = new Timing(new Cadence.Every(Duration.ofMillis(200)), new Cadence.Every(Duration.ofHours(1)));
        return MonitoredDatabase.of(new DatabaseTarget(name, live, List.of(replicas)), timing);
    }
}
