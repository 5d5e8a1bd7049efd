package io.litedrill.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentsReaderTest {
    private static final Measurement.Effort EFFORT = new Measurement.Effort(Duration.ofSeconds(30), OptionalLong.of(7));

    @TempDir
    Path dir;

    private Measurement.Taken of(Path file) {
        return (Measurement.Taken) ContentsReader.ofCopy(file, EFFORT);
    }

    private Path make(String name, String... statements) throws SQLException {
        return Sqlite.run(dir.resolve(name), statements);
    }

    @Test
    void countsTheOwnersTablesAlone() throws SQLException {
        Path file = make(
                "a.db",
                "CREATE TABLE t(a INTEGER PRIMARY KEY AUTOINCREMENT)",
                "INSERT INTO t " + Sqlite.rows(20),
                "CREATE TABLE \"odd \"\" name\n\"(a, b AS (a * 2))",
                "INSERT INTO \"odd \"\" name\n\"(a) VALUES (1), (2)",
                "CREATE TABLE pairs(a, b, PRIMARY KEY (b, a)) WITHOUT ROWID",
                "INSERT INTO pairs VALUES (1, 2)",
                "CREATE TABLE _litestream_seq(id, seq)",
                "INSERT INTO _litestream_seq VALUES (1, 99)",
                "CREATE VIEW v AS SELECT * FROM t, t t2",
                "CREATE VIRTUAL TABLE words USING fts5(w)",
                "INSERT INTO words VALUES ('one'), ('two'), ('three')",
                "ANALYZE");

        Contents contents = of(file).contents();

        assertThat(contents.complete()).isTrue();
        assertThat(contents.rows())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("t", 20L, "odd \" name\n", 2L, "pairs", 1L, "words_content", 3L, "words_docsize", 3L));
        assertThat(contents.total()).isEqualTo(29);
        assertThat(contents.isEmpty()).isFalse();
    }

    @Test
    void databaseWithTablesAndWithoutRowsIsEmpty() throws SQLException {
        Contents contents =
                of(make("a.db", "CREATE TABLE t(a)", "CREATE TABLE u(a)")).contents();

        assertThat(contents.isEmpty()).isTrue();
        assertThat(contents.rows()).hasSize(2);
    }

    @Test
    void schemaIsEqualWhateverTheRowsAndWhateverWasVacuumed() throws SQLException {
        Path one = make("a.db", "CREATE TABLE t(a)", "CREATE INDEX i ON t(a)", "CREATE TABLE u(a)", "DROP TABLE u");
        Path other = make("b.db", "CREATE TABLE t(a)", "CREATE INDEX i ON t(a)", "INSERT INTO t VALUES (1)");
        Sqlite.run(other, "VACUUM");
        Path third = make("c.db", "CREATE TABLE t(a)", "CREATE INDEX i ON t(a) WHERE a > 0");

        assertThat(of(one).contents().schema()).isEqualTo(of(other).contents().schema());
        assertThat(of(one).contents().schema())
                .isNotEqualTo(of(third).contents().schema());
    }

    @Test
    void samplesOfEqualTablesAreEqualAndOneValueChangesThem() throws SQLException {
        String[] statements = {
            "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b BLOB, c REAL)",
            "INSERT INTO t SELECT x, 'row ' || x, zeroblob(x), x / 7.0 FROM (" + Sqlite.rows(200) + ")",
            "CREATE TABLE pairs(a, b, PRIMARY KEY (b, a)) WITHOUT ROWID",
            "INSERT INTO pairs SELECT x, -x FROM (" + Sqlite.rows(200) + ")",
            "CREATE TABLE shadowed(rowid TEXT, oid TEXT, _rowid_ TEXT)",
            "CREATE TABLE empty(a)"
        };
        Path one = make("a.db", statements);
        Path other = make("b.db", statements);

        assertThat(of(one).samples()).isEqualTo(of(other).samples()).containsOnlyKeys("t", "pairs", "empty");
        Sqlite.run(other, "UPDATE t SET c = c + 0.001 WHERE id = 200", "UPDATE pairs SET a = 0 WHERE b = -1");

        assertThat(of(one).samples().get("t")).isNotEqualTo(of(other).samples().get("t"));
        assertThat(of(one).samples().get("pairs"))
                .isNotEqualTo(of(other).samples().get("pairs"));
        assertThat(of(one).samples().get("empty")).isEqualTo(of(other).samples().get("empty"));
        assertThat(of(one).contents()).isEqualTo(of(other).contents());
    }

    @Test
    void extremeRowIdsAreSampled() throws SQLException {
        Path file = make(
                "a.db",
                "CREATE TABLE t(id INTEGER PRIMARY KEY, a)",
                "INSERT INTO t VALUES (-9223372036854775808, 1), (9223372036854775807, 2)",
                "CREATE TABLE one(id INTEGER PRIMARY KEY)",
                "INSERT INTO one VALUES (9223372036854775807)");

        assertThat(of(file).samples()).containsOnlyKeys("t", "one");
    }

    @Test
    void tableThatTakesForeverLeavesTimeForTheOthers() throws Exception {
        Path file = HostileFiles.bomb(dir.resolve("bomb.db"));
        Sqlite.run(file, "CREATE TABLE z(a)", "INSERT INTO z VALUES (1)");
        Measurement.Effort effort = new Measurement.Effort(Duration.ofSeconds(1), OptionalLong.of(1));

        Contents contents = ((Measurement.Taken) ContentsReader.ofCopy(file, effort)).contents();

        assertThat(contents.rows()).containsEntry("z", 1L).doesNotContainKey("bomb");
        assertThat(contents.complete()).isFalse();
        assertThat(contents.isEmpty()).isFalse();
    }

    @Test
    void fileThatIsNoDatabaseIsNotMeasured() throws Exception {
        Path file = dir.resolve("no.db");
        java.nio.file.Files.writeString(file, "nothing of that kind".repeat(100));

        assertThat(ContentsReader.ofCopy(file, EFFORT)).isInstanceOf(Measurement.NotTaken.class);
    }
}
