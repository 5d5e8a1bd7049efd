package io.litedrill.litestream;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An application with a database in WAL mode: it transfers money between accounts. Each transaction keeps the sum of
 * the balances, agrees with the ledger, adds a note, and increments {@code user_version}. It never checkpoints by
 * itself, as Litestream advises.
 */
public final class Writer implements AutoCloseable {
    private static final int TRANSFERS = 3;
    private static final long STOP_SECONDS = 20;
    private static final List<String> SETTINGS = List.of(
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = NORMAL",
            "PRAGMA busy_timeout = 10000",
            "PRAGMA wal_autocheckpoint = 0");
    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE account(id INTEGER PRIMARY KEY, balance INTEGER NOT NULL)",
            """
            CREATE TABLE ledger(id INTEGER PRIMARY KEY, from_id INTEGER NOT NULL REFERENCES account(id),
                to_id INTEGER NOT NULL REFERENCES account(id), amount INTEGER NOT NULL, at TEXT NOT NULL)""",
            "CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT, weight REAL, data BLOB)",
            "CREATE INDEX ledger_from ON ledger(from_id)");

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final List<Commit> commits = new CopyOnWriteArrayList<>();
    private final Random random;
    private final Connection connection;
    private final int accounts;

    private Writer(Connection connection, int accounts, long seed) {
        this.connection = connection;
        this.accounts = accounts;
        this.random = new Random(seed);
    }

    /**
     * One committed transaction.
     *
     * @param userVersion of the state after it
     * @param at a time after the commit
     */
    public record Commit(long userVersion, Instant at) {}

    /**
     * Creates the database with its tables, checkpointed, without pending transactions.
     *
     * @param pageSize in bytes
     * @param accounts at least 2; with thousands of accounts a transaction changes many pages
     */
    public static Writer create(Path database, int pageSize, int accounts) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Writer writer = new Writer(connection, accounts, accounts);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA page_size = " + pageSize);
            writer.execute(SETTINGS);
            writer.execute(SCHEMA);
            for (int id = 1; id <= accounts; id++) {
                statement.execute("INSERT INTO account VALUES (" + id + ", " + Ledger.START_BALANCE + ")");
            }
            writer.execute(List.of("PRAGMA wal_checkpoint(TRUNCATE)"));
        }
        return writer;
    }

    /** Opens a database that {@link #create} made, or a restored copy of one, and continues from its state. */
    public static Writer open(Path database) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Ledger ledger = Ledger.read(connection);
        Writer writer = new Writer(connection, Math.toIntExact(ledger.accounts()), ledger.userVersion());
        writer.execute(SETTINGS);
        writer.commits.add(new Commit(ledger.userVersion(), Instant.now()));
        return writer;
    }

    /** Creates the database with pages of 4096 bytes and 20 accounts. */
    public static Writer create(Path database) throws SQLException {
        return create(database, 4096, 20);
    }

    /** Writes transactions in a separate thread until {@link Running#stop}, with this pause between them. */
    public Running start(Duration pause) {
        return new Running(
                thread.scheduleWithFixedDelay(this::transferOrFail, 0, pause.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** The writing thread. */
    public final class Running {
        private final ScheduledFuture<?> work;

        private Running(ScheduledFuture<?> work) {
            this.work = work;
        }

        /**
         * Ends the thread after the current transaction.
         *
         * @throws IllegalStateException if a transaction failed
         */
        public void stop() throws InterruptedException {
            work.cancel(false);
            try {
                thread.submit(() -> {}).get(STOP_SECONDS, TimeUnit.SECONDS);
                if (!work.isCancelled()) {
                    work.get();
                }
            } catch (ExecutionException | TimeoutException failed) {
                throw new IllegalStateException("the writer failed", failed);
            }
        }
    }

    /** Writes one transaction in the caller's thread; not allowed while another thread writes. */
    public void transfer() throws SQLException {
        execute(List.of("BEGIN IMMEDIATE"));
        try {
            for (int i = 0; i < TRANSFERS; i++) {
                move();
            }
            update("INSERT INTO note(body, weight, data) VALUES (?, ?, ?)", text(), random.nextDouble(), bytes());
            execute(List.of("PRAGMA user_version = " + (userVersion() + 1), "COMMIT"));
        } catch (SQLException failed) {
            execute(List.of("ROLLBACK"));
            throw failed;
        }
        commits.add(new Commit(userVersion() + 1, Instant.now()));
    }

    /** Runs any statement, such as {@code VACUUM}; not allowed while another thread writes. */
    public void execute(List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Returns every committed transaction in order; for an opened database, its initial state is the first. */
    public List<Commit> commits() {
        return List.copyOf(commits);
    }

    /** Returns {@code user_version} after the newest committed transaction. */
    public long userVersion() {
        return commits.isEmpty() ? 0 : commits.get(commits.size() - 1).userVersion();
    }

    /** Returns the {@link Dump} of the live database; not allowed while another thread writes. */
    public String dumpSha256() throws SQLException {
        return Dump.sha256(connection);
    }

    @Override
    public void close() throws SQLException {
        thread.shutdownNow();
        connection.close();
    }

    private void transferOrFail() {
        try {
            transfer();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void move() throws SQLException {
        int giver = 1 + random.nextInt(accounts);
        int taker = 1 + (giver + random.nextInt(accounts - 1)) % accounts;
        int amount = 1 + random.nextInt(50);
        update("UPDATE account SET balance = balance - ? WHERE id = ?", amount, giver);
        update("UPDATE account SET balance = balance + ? WHERE id = ?", amount, taker);
        update(
                "INSERT INTO ledger(from_id, to_id, amount, at) VALUES (?, ?, ?, ?)",
                giver,
                taker,
                amount,
                Instant.now().toString());
    }

    private void update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private String text() {
        return "ledger page ".repeat(1 + random.nextInt(40)) + random.nextLong();
    }

    private byte[] bytes() {
        byte[] data = new byte[random.nextInt(400)];
        random.nextBytes(data);
        return data;
    }
}
