package io.litedrill.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A small file cannot make SQLite take much memory, and a large value of a large file is no damage. */
class MemoryLimitsTest {
    private static final Expectations EXPECTATIONS =
            new Expectations(Expectations.Mode.INTEGRITY_CHECK, true, List.of("t"), List.of(), Duration.ofSeconds(60));

    @TempDir
    Path folder;

    private Path database(List<String> statements, Map<String, String> schema) throws SQLException {
        Path file = folder.resolve("test.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            statement.execute("PRAGMA writable_schema=ON");
            for (Map.Entry<String, String> entry : schema.entrySet()) {
                statement.execute("UPDATE sqlite_schema SET sql = '"
                        + entry.getValue().replace("'", "''") + "' WHERE name = '" + entry.getKey() + "'");
            }
        }
        return file;
    }

    private static String columns(int count, String column) {
        return IntStream.range(0, count)
                .mapToObj(i -> column.replace("#", String.valueOf(i)))
                .collect(Collectors.joining(","));
    }

    static List<Arguments> hostile() {
        String doubling = "CREATE TABLE t(a, c0 AS ('xxxxxxxxxxxxxxxx' || a), "
                + IntStream.range(1, 27)
                        .mapToObj(i -> "c" + i + " AS (c" + (i - 1) + " || c" + (i - 1) + ")")
                        .collect(Collectors.joining(","))
                + ")";
        return List.of(
                Arguments.of("one long column", Map.of("t", "CREATE TABLE t(a, b AS (hex(zeroblob(400000000 + a))))")),
                Arguments.of(
                        "many long columns",
                        Map.of("t", "CREATE TABLE t(a, " + columns(1500, "c# AS (hex(zeroblob(500000 + a)))") + ")")),
                Arguments.of(
                        "a long index",
                        Map.of("i", "CREATE INDEX i ON t(" + columns(1000, "hex(zeroblob(500000 + a))") + ")")),
                Arguments.of(
                        "a long condition",
                        Map.of("i", "CREATE INDEX i ON t(a) WHERE length(hex(zeroblob(400000000 + a))) > 1")),
                Arguments.of(
                        "hidden calls",
                        Map.of(
                                "i",
                                "CREATE INDEX i ON t("
                                        + columns(1000, "\"hex\"/*check*/(zeroblob --check\n(500000 + a))") + ")")),
                Arguments.of(
                        "a long check",
                        Map.of("t", "CREATE TABLE t(a, CHECK (length(hex(zeroblob(400000000 + a))) > 1))")),
                Arguments.of("columns that double", Map.of("t", doubling, "i", "CREATE INDEX i ON t(c26)")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void aSmallFileTakesLittleMemory(String name, Map<String, String> schema) throws Exception {
        Path file =
                database(List.of("CREATE TABLE t(a)", "INSERT INTO t VALUES (1)", "CREATE INDEX i ON t(a)"), schema);
        try (Peak peak = new Peak()) {
            Verification verification = new Verifier().verify(file, EXPECTATIONS);
            ContentsReader.ofCopy(file, new Measurement.Effort(Duration.ofSeconds(20), OptionalLong.of(1)));

            assertThat(verification.checks()).as(name).isNotEmpty();
            assertThat(peak.grownMegabytes())
                    .as(name + ": " + verification.checks())
                    .isLessThan(700);
        }
    }

    @Test
    void aLongStoredValueIsNoDamage() throws SQLException {
        Path file = database(
                List.of(
                        "CREATE TABLE t(id INTEGER PRIMARY KEY, a BLOB, b VARCHAR(20) CHECK (length(b) < 9))",
                        "CREATE INDEX i ON t(a)",
                        "INSERT INTO t VALUES (1, randomblob(30000000), 'x')"),
                Map.of());

        assertThat(new Verifier().verify(file, EXPECTATIONS).checks())
                .extracting(CheckOutcome::result)
                .containsOnly(CheckOutcome.Result.PASSED);
    }

    @Test
    void aValuePastTheLimitIsNotProvedButNoDamageEither() throws SQLException {
        Path file = database(
                List.of(
                        "CREATE TABLE t(a)",
                        "CREATE INDEX i ON t(length(hex(hex(hex(hex(a))))))",
                        "INSERT INTO t VALUES (randomblob(1000000))"),
                Map.of());

        assertThat(new Verifier().verify(file, EXPECTATIONS).checks())
                .filteredOn(check -> check.name().equals("integrity_check"))
                .allSatisfy(check -> {
                    assertThat(check.result()).isEqualTo(CheckOutcome.Result.INCONCLUSIVE);
                    assertThat(check.detail()).contains("string or blob too big", "memory limit");
                });
    }

    /** The peak size of this process while it is open, in megabytes above the size at the start. */
    private static final class Peak implements AutoCloseable {
        private final long before = resident();
        private volatile long most = before;
        private volatile boolean over;
        private final Thread sampler = new Thread(this::sample, "memory-sampler");

        Peak() {
            sampler.setDaemon(true);
            sampler.start();
        }

        private void sample() {
            while (!over) {
                most = Math.max(most, resident());
                Thread.onSpinWait();
            }
        }

        long grownMegabytes() {
            return most - before;
        }

        private static long resident() {
            try {
                return Long.parseLong(
                                Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1])
                        / 256;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            over = true;
        }
    }
}
