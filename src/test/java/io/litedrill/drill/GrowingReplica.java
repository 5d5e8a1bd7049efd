package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Checker;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.replica.Layout;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Point;
import io.litedrill.replica.Position;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WalPosition;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.format.LtxBuilder;
import io.litedrill.replica.format.Lz4Builder;
import io.litedrill.replica.format.WalBuilder;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.FileObjectStore;
import io.litedrill.storage.StorageListener;
import io.litedrill.verify.Expectations;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A database of real pages that grows by steps, and its replica in a folder, in the format of Litestream. */
final class GrowingReplica {
    static final int PAGE = 4096;
    /** Number of rows up to which each state of the database is kept for comparison. */
    private static final int MOST_KEPT = 5000;

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final String GENERATION = "generations/00000000000000aa/";

    private final Path folder;
    private final Layout layout;
    private final int rows;
    private final String content;
    private final ReadingCache cache = new ReadingCache(1000);
    private byte[] pages = new byte[0];
    private final long started = System.nanoTime();
    private int changes;
    private int runs;

    /** Creates a database with about one page per row, and its first snapshot. */
    GrowingReplica(Path folder, Layout layout, int rows) throws IOException, SQLException {
        this(folder, layout, rows, 3500);
    }

    /**
     * Creates a database with one index, and its first snapshot.
     *
     * @param content random bytes of a row, which has twice as many bytes of text if it is short
     */
    GrowingReplica(Path folder, Layout layout, int rows, int content) throws IOException, SQLException {
        this.folder = folder;
        this.layout = layout;
        this.rows = rows;
        this.content = "randomblob(" + content + ")";
        execute(
                "PRAGMA page_size=" + PAGE,
                "PRAGMA journal_mode=WAL",
                "CREATE TABLE t(id INTEGER PRIMARY KEY, content BLOB, ref INTEGER, text TEXT)",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<" + rows
                        + ") INSERT INTO t SELECT i, " + this.content + ", random(), " + text(content) + " FROM n",
                "CREATE INDEX t_ref ON t(ref)");
        keepState();
        snapshot();
    }

    Path database() {
        return folder.resolve("app.db");
    }

    private static String text(int content) {
        return content < 1000
                ? "substr(replace(hex(zeroblob(30)), '00', 'order ' || (i % 97) || ' of Vienna '), 1, " + 2 * content
                        + ")"
                : "''";
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    private void keepState() throws IOException {
        pages = Files.readAllBytes(database());
        if (rows <= MOST_KEPT) {
            Files.write(state(folder, changes), pages);
        }
    }

    private static Path state(Path folder, long changes) {
        return folder.resolve("state-" + changes + ".db");
    }

    /**
     * Returns the file with the database that a position of a replica in a folder names, if the database is small.
     */
    static Path state(Path folder, Position position) {
        return position instanceof LtxPosition ltx
                ? state(folder, ltx.txid() - 1)
                : state(folder, ofIndex((WalPosition) position));
    }

    /** Returns the index of a position; a snapshot alone ends at the start of its index. */
    private static long ofIndex(WalPosition position) {
        return position.offset() == 0 ? position.index() : position.index() + 1;
    }

    private Instant time() {
        return START.plusSeconds(60L * changes);
    }

    /** Writes the content of a file. */
    @FunctionalInterface
    private interface Content {
        void writeTo(OutputStream file) throws IOException;
    }

    private void put(String name, byte[] bytes) throws IOException {
        put(name, file -> file.write(bytes));
    }

    private void put(String name, Content content) throws IOException {
        Path file = folder.resolve("replica").resolve(name);
        Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow());
        Path draft = folder.resolve("upload");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft))) {
            content.writeTo(out);
        }
        Files.setLastModifiedTime(draft, FileTime.from(time()));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void snapshot() throws IOException {
        if (layout == Layout.LTX) {
            LtxBuilder ltx =
                    LtxBuilder.of(PAGE, pages.length / PAGE).txids(1, 1).timestamp(time());
            for (int i = 0; i < pages.length / PAGE; i++) {
                ltx.page(i + 1L, page(pages, i));
            }
            put("ltx/9/0000000000000001-0000000000000001.ltx", ltx::writeTo);
        } else {
            put(GENERATION + "snapshots/00000000.snapshot.lz4", Lz4Builder.frame(pages));
        }
    }

    private static byte[] page(byte[] database, int index) {
        return Arrays.copyOfRange(database, index * PAGE, (index + 1) * PAGE);
    }

    /** Changes a number of rows, each on its own page, and replicates the change as one file. */
    void change(int count) throws IOException, SQLException {
        byte[] before = pages;
        changes++;
        execute("UPDATE t SET content = " + content + " WHERE id <= " + Math.min(rows, count));
        keepState();
        if (layout == Layout.LTX) {
            LtxBuilder ltx = LtxBuilder.of(PAGE, pages.length / PAGE)
                    .txids(changes + 1L, changes + 1L)
                    .timestamp(time());
            for (int i = 0; i < pages.length / PAGE; i++) {
                if (isChanged(before, i)) {
                    ltx.page(i + 1L, page(pages, i));
                }
            }
            put(String.format(Locale.ROOT, "ltx/0/%016x-%016x.ltx", changes + 1, changes + 1), ltx.build());
        } else {
            WalBuilder wal = new WalBuilder(PAGE).salts(changes, changes * 7L).checkpointSequence(changes);
            for (int i = pages.length / PAGE - 1; i >= 0; i--) {
                if (isChanged(before, i)) {
                    wal.frame(i + 1L, 0, page(pages, i));
                }
            }
            wal.frame(1, pages.length / PAGE, page(pages, 0));
            put(
                    String.format(Locale.ROOT, GENERATION + "wal/%08x_00000000.wal.lz4", changes - 1),
                    Lz4Builder.frame(wal.build()));
        }
    }

    /** Replaces the files of all changes by one of the next level, as Litestream 0.5 does. */
    void compact() throws IOException {
        LtxBuilder ltx =
                LtxBuilder.of(PAGE, pages.length / PAGE).txids(2, changes + 1L).timestamp(time());
        for (int i = 0; i < pages.length / PAGE; i++) {
            ltx.page(i + 1L, page(pages, i));
        }
        put(String.format(Locale.ROOT, "ltx/1/%016x-%016x.ltx", 2, changes + 1), ltx.build());
        for (int change = 2; change <= changes + 1; change++) {
            Files.deleteIfExists(folder.resolve("replica")
                    .resolve(String.format(Locale.ROOT, "ltx/0/%016x-%016x.ltx", change, change)));
        }
    }

    private boolean isChanged(byte[] before, int index) {
        return before.length < (index + 1) * PAGE || !Arrays.equals(page(before, index), page(pages, index));
    }

    /** Returns a running time that started a minute after the newest change. */
    private Instant now() {
        return time().plusSeconds(60).plusNanos(System.nanoTime() - started);
    }

    CheckedReplica watched() {
        Objectives objectives = new Objectives(
                Duration.ofDays(10_000), Optional.empty(), Duration.ofDays(2), Optional.empty(), Optional.empty());
        return new CheckedReplica(
                new ReplicaId("app", "file"),
                new Replica(new FileObjectStore(folder.resolve("replica"), StorageListener.NONE), ""),
                Optional.empty(),
                objectives,
                WriterSettings.DEFAULTS);
    }

    Path scratch() {
        return folder.resolve("scratch");
    }

    /** Checks the replica and reads the newest files, like a daemon between drills. */
    void check() {
        new Checker(ReplicaHistory.NONE, cache, this::now).check(watched());
    }

    DrillResult drill(Keeping keeping) {
        return drill(keeping, RestoreListener.NONE);
    }

    DrillResult drill(Keeping keeping, RestoreListener progress) {
        DrillOrder order = new DrillOrder(
                "run-" + ProcessHandle.current().pid() + "-" + runs++,
                watched(),
                new Point.Newest(),
                Expectations.DEFAULTS,
                ExtraChecks.DEFAULT.with(keeping));
        return new Driller(scratch(), cache, ReplicaHistory.NONE, this::now).drill(order, progress);
    }
}
