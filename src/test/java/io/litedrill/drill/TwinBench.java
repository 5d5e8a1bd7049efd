package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.recover.FileRestorer;
import io.litedrill.recover.Permissions;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreRequest;
import io.litedrill.recover.RestoreSource;
import io.litedrill.recover.TestRequests;
import io.litedrill.replica.Point;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.format.Lz4Builder;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.MemoryObjectStore;
import io.litedrill.verify.Expectations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A live database in use, and its replica, written in steps like by Litestream 0.3 on calls of the test. Stores the
 * last good drill, like a history.
 */
public final class TwinBench implements ReplicaHistory, AutoCloseable {
    /** Only SQLite's own checks. */
    public static final Expectations SOUND =
            new Expectations(Expectations.Mode.INTEGRITY_CHECK, true, List.of(), List.of(), Duration.ofSeconds(30));

    private static final ReplicaId ID = new ReplicaId("app", "memory");
    private static final int WAL_HEADER = 32;

    private final MemoryObjectStore store = new MemoryObjectStore();
    private final Map<ReplicaId, LastGood> kept = new HashMap<>();
    private final Path folder;
    private final Connection connection;
    private String generation = "00000000000000aa";
    private int index;
    private int offset;
    /** Files were uploaded an hour ago, so that none is too recent to be proved. */
    private Instant uploaded = Instant.now().minusSeconds(3600);

    private boolean seesLive = true;
    private int runs;

    /** Creates a database in WAL mode without tables. */
    public TwinBench(Path folder) throws SQLException {
        this.folder = folder;
        this.connection = DriverManager.getConnection("jdbc:sqlite:" + live());
        run("PRAGMA journal_mode=WAL", "PRAGMA wal_autocheckpoint=0");
    }

    /** Returns the path of the live database. */
    public Path live() {
        return folder.resolve("live.db");
    }

    /** Removes the live path from the configuration. */
    public TwinBench blind() {
        seesLive = false;
        return this;
    }

    /** Writes to the live database; each statement is one commit. */
    public void run(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Returns rows for {@code INSERT INTO}. */
    public static String rows(int count) {
        return "WITH RECURSIVE n(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM n WHERE x < " + count
                + ") SELECT x FROM n";
    }

    /** Checkpoints, and uploads the whole database as the snapshot of the next index. */
    public void snapshot() throws SQLException, IOException {
        checkpoint();
        put("snapshots/" + String.format("%08x", index) + ".snapshot.lz4", Files.readAllBytes(live()));
    }

    /** Starts a new generation; the next call must be {@link #snapshot}. */
    public void newGeneration(String id) {
        generation = id;
        index = 0;
    }

    /** Moves all pages to the main file and restarts the WAL: the next index begins. */
    public void checkpoint() throws SQLException {
        run("PRAGMA wal_checkpoint(TRUNCATE)");
        if (offset > 0) {
            index++;
        }
        offset = 0;
    }

    /** Uploads the commits since the last upload as a segment; returns its key. */
    public String upload() throws IOException {
        byte[] wal = Files.readAllBytes(Path.of(live() + "-wal"));
        byte[] segment = Arrays.copyOfRange(wal, offset, wal.length);
        String key = put(String.format("wal/%08x_%08x.wal.lz4", index, offset), segment);
        offset = Math.max(WAL_HEADER, wal.length);
        return key;
    }

    private String put(String name, byte[] content) {
        String key = "replica/generations/" + generation + "/" + name;
        uploaded = uploaded.plusSeconds(1);
        store.put(key, Lz4Builder.frame(content), uploaded);
        return key;
    }

    /** Deletes a file of the replica. */
    public void lose(String key) {
        store.delete(key);
    }

    /** Returns the replica as runs receive it. */
    public CheckedReplica watched() {
        Objectives objectives = new Objectives(
                Duration.ofMinutes(5), Optional.empty(), Duration.ofDays(2), Optional.empty(), Optional.empty());
        return new CheckedReplica(
                ID,
                new Replica(store, "replica"),
                Optional.of(live()).filter(path -> seesLive),
                objectives,
                WriterSettings.DEFAULTS);
    }

    /** Drills the newest state with the default settings. */
    public DrillResult drill() {
        return drill(SOUND, ExtraChecks.DEFAULT);
    }

    /** Drills the newest state. */
    public DrillResult drill(Expectations expectations, ExtraChecks deep) {
        Driller driller = new Driller(folder.resolve("scratch"), new ReadingCache(1000), this, InstantSource.system());
        DrillOrder order = new DrillOrder("run-" + ++runs, watched(), new Point.Newest(), expectations, deep);
        return driller.drill(order, RestoreListener.NONE);
    }

    /** Restores the newest state to {@code out.db}. */
    public RestoreReport restore(Permissions permissions) {
        return restore(new Point.Newest(), permissions);
    }

    /** Restores a state to a new file. */
    public RestoreReport restore(Point point, Permissions permissions) {
        RestoreRequest request = TestRequests.toFile("run-" + ++runs, point, folder.resolve("out.db"), permissions);
        return new FileRestorer(new ReadingCache(1000), this, InstantSource.system())
                .restore(request, new RestoreSource(watched(), SOUND), RestoreListener.NONE);
    }

    @Override
    public Optional<LastGood> lastGood(ReplicaId id) {
        return Optional.ofNullable(kept.get(id));
    }

    @Override
    public void keepLastGood(ReplicaId id, LastGood contents) {
        kept.put(id, contents);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
