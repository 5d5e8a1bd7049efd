package io.litedrill.litestream;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * An application that performs random operations: it inserts, updates and deletes rows, creates and drops tables and
 * indexes, adds columns and vacuums the database. Each transaction increments {@code user_version}, and the
 * {@link Dump} after it is stored.
 */
final class RandomApplication implements AutoCloseable {
    private static final List<Integer> PAGE_SIZES = List.of(512, 1024, 4096, 4096, 16384, 65536);
    private static final int MOST_ROWS = 60;

    private final Random random;
    private final Connection connection;
    private final List<String> tables = new ArrayList<>();
    private final Map<Long, String> states = new HashMap<>();
    private final List<String> statements = new ArrayList<>();
    private long version;
    private int names;

    private RandomApplication(Random random, Connection connection) {
        this.random = random;
        this.connection = connection;
    }

    /** Creates the database with one table and no pending transaction. */
    static RandomApplication create(Path database, Random random) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        RandomApplication application = new RandomApplication(random, connection);
        application.execute("PRAGMA page_size = " + PAGE_SIZES.get(random.nextInt(PAGE_SIZES.size())));
        application.execute("PRAGMA auto_vacuum = " + random.nextInt(3));
        application.execute("PRAGMA journal_mode = WAL");
        application.execute("PRAGMA synchronous = NORMAL");
        application.execute("PRAGMA busy_timeout = 10000");
        application.execute("PRAGMA wal_autocheckpoint = 0");
        application.transaction(() -> {
            // the tests of watched replicas here query this table
            application.execute("CREATE TABLE account(id INTEGER PRIMARY KEY)");
            application.createTable();
        });
        application.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        return application;
    }

    /** A part of a transaction. */
    private interface Step {
        void run() throws SQLException;
    }

    /** Performs one random operation. */
    void act() throws SQLException {
        int what = random.nextInt(100);
        if (what < 4) {
            execute("VACUUM");
        } else if (what < 8) {
            execute("PRAGMA incremental_vacuum(" + (1 + random.nextInt(20)) + ")");
        } else {
            transaction(() -> {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    step();
                }
            });
        }
    }

    private void step() throws SQLException {
        int what = random.nextInt(100);
        if (what < 8 || tables.isEmpty()) {
            createTable();
        } else if (what < 11) {
            execute("DROP TABLE " + tables.remove(random.nextInt(tables.size())));
        } else if (what < 15) {
            execute("ALTER TABLE " + table() + " ADD COLUMN c" + names++ + " DEFAULT " + random.nextInt());
        } else if (what < 18) {
            execute("CREATE INDEX i" + names++ + " ON " + table() + "(a, length(b))");
        } else if (what < 60) {
            insert(1 + random.nextInt(MOST_ROWS));
        } else if (what < 82) {
            execute("UPDATE " + table() + " SET a = a + 1, b = randomblob(length(b)) WHERE id % "
                    + (1 + random.nextInt(9)) + " = 0");
        } else {
            execute("DELETE FROM " + table() + " WHERE id % " + (1 + random.nextInt(5)) + " = 0");
        }
    }

    private void createTable() throws SQLException {
        String name = "t" + names++;
        execute("CREATE TABLE " + name + "(id INTEGER PRIMARY KEY, a, b BLOB)");
        tables.add(name);
    }

    private String table() {
        return tables.get(random.nextInt(tables.size()));
    }

    private void insert(int rows) throws SQLException {
        execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + rows + ") INSERT INTO "
                + table() + "(a, b) SELECT i, randomblob(" + (1 + random.nextInt(400)) + ") FROM n");
    }

    private void transaction(Step step) throws SQLException {
        execute("BEGIN IMMEDIATE");
        step.run();
        execute("PRAGMA user_version = " + ++version);
        execute("COMMIT");
        states.put(version, Dump.sha256(connection));
    }

    private void execute(String sql) throws SQLException {
        statements.add(sql);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns the dump of the state with this {@code user_version}; empty without such a state. */
    Optional<String> state(long userVersion) {
        return Optional.ofNullable(states.get(userVersion));
    }

    /** Returns the {@code user_version} of the newest state. */
    long version() {
        return version;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    @Override
    public String toString() {
        return String.join(";\n", statements);
    }
}
