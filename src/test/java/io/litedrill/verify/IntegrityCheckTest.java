package io.litedrill.verify;

import static io.litedrill.verify.CheckOutcome.Result.FAILED;
import static io.litedrill.verify.CheckOutcome.Result.INCONCLUSIVE;
import static io.litedrill.verify.CheckOutcome.Result.PASSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.Collation;
import org.sqlite.Function;

/** Databases whose rows break constraints, and databases that need their application, sound and damaged. */
class IntegrityCheckTest {
    @TempDir
    Path dir;

    /**
     * Runs statements with a collation {@code german} and the functions {@code f} and {@code reverse} of an
     * application.
     */
    private Path app(String... statements) throws SQLException {
        Path file = dir.resolve("app.db");
        try (Connection connection = opened(file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        return file;
    }

    private static Connection opened(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Collation.create(connection, "german", new Collation() {
            @Override
            protected int xCompare(String one, String other) {
                return other.toLowerCase(Locale.ROOT).compareTo(one.toLowerCase(Locale.ROOT));
            }
        });
        for (String name : new String[] {"f", "reverse"}) {
            Function.create(
                    connection,
                    name,
                    new Function() {
                        @Override
                        protected void xFunc() throws SQLException {
                            result(new StringBuilder(String.valueOf(value_text(0))).reverse() + "!");
                        }
                    },
                    1,
                    Function.FLAG_DETERMINISTIC | 1);
        }
        return connection;
    }

    private static String[] with(String schema, String... more) {
        String[] all = new String[more.length + 3];
        all[0] = "PRAGMA page_size=1024";
        System.arraycopy(schema.split(";"), 0, all, 1, 1);
        System.arraycopy(more, 0, all, 2, more.length);
        all[all.length - 1] = "PRAGMA user_version=1";
        return all;
    }

    private static final String FILL =
            "INSERT INTO t(id, name) SELECT x, printf('%c%d', 65 + x % 26, x) FROM (" + Sqlite.rows(400) + ")";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "collation|CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT COLLATE german)|CREATE INDEX i ON t(name)",
                "collation|CREATE TABLE t(id, name TEXT COLLATE german PRIMARY KEY)|SELECT 1",
                "collation|CREATE TABLE t(id, name TEXT COLLATE german PRIMARY KEY) WITHOUT ROWID|CREATE INDEX i ON"
                        + " t(id)",
                "collation|CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT)|CREATE INDEX i ON t(lower(name) COLLATE"
                        + " german)",
                "collation|CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT)|CREATE UNIQUE INDEX i ON t(name COLLATE"
                        + " german, id)",
                "collation|CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT COLLATE german)|CREATE INDEX i ON t(id)"
                        + " WHERE name > 'f'",
                "function|CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT)|CREATE INDEX i ON t(f(name))",
                "function|CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT)|CREATE INDEX i ON t(id) WHERE f(name) >"
                        + " 'f'",
                "function|CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, g TEXT AS (f(name)) NOT NULL)|CREATE INDEX"
                        + " i ON t(g)",
                "function|CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, g TEXT AS (reverse(name)) NOT NULL)|CREATE"
                        + " INDEX i ON t(g)",
                "function|CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT)|CREATE INDEX i ON t(reverse(name))",
            })
    void whatOnlyTheApplicationHasIsNoDamageAndDamageBesideItIs(String what, String table, String index)
            throws Exception {
        Path file = app(with(
                table,
                index,
                FILL,
                "CREATE TABLE other(a, b)",
                "CREATE INDEX o ON other(a)",
                "INSERT INTO other SELECT x, x FROM (" + Sqlite.rows(400) + ")"));

        Verification verification = Verified.of(file).foreignKeys().run();

        CheckOutcome integrity = verification.checks().get(1);
        assertThat(integrity.result()).as(integrity.detail()).isEqualTo(INCONCLUSIVE);
        assertThat(integrity.detail())
                .contains(
                        what.equals("collation")
                                ? "german"
                                : index.contains("reverse") || table.contains("reverse") ? "reverse" : "f()",
                        "not tested: ");
        assertThat(verification.remarks().needingApplication())
                .extracting(CheckOutcome::name)
                .contains("integrity_check")
                .doesNotContain("header");
        assertThat(verification.result()).isEqualTo(INCONCLUSIVE);
        assertThat(verification.remarks().violations()).isEmpty();
        assertThat(verification.contents().orElseThrow().rows()).contains(entry("t", 400L), entry("other", 400L));
        for (String damaged : new String[] {"other", "o", "t", table.contains("PRIMARY KEY)") ? "t" : "i"}) {
            damage(file, damaged);
        }
    }

    /** Damages one b-tree after the other, each in a copy. */
    private void damage(Path file, String object) throws Exception {
        Path copy = dir.resolve("damaged.db");
        Files.write(copy, Files.readAllBytes(file));
        long root = rootOf(file, object);
        // the content area, the first cell and the pointers of the root page
        Sqlite.overwrite(copy, (root - 1) * 1024 + 5, 0, 9, 0, 0, 0, 0, 0xff, 0xff, 0xff);
        assertThat(Verified.of(copy).outcome("integrity_check").result())
                .as(object)
                .isEqualTo(FAILED);
    }

    private static long rootOf(Path file, String object) throws SQLException {
        try (Connection connection = opened(file);
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT rootpage FROM sqlite_schema WHERE name = '" + object + "'")) {
            return rows.next() ? rows.getLong(1) : 2;
        }
    }

    /** Removes an index from the schema, changes the table, and restores the schema. */
    private void makeStale(String change) throws SQLException {
        app(
                "CREATE TABLE kept AS SELECT * FROM sqlite_schema WHERE name = 'o'",
                "PRAGMA writable_schema=ON",
                "DELETE FROM sqlite_schema WHERE name = 'o'");
        app(change, "PRAGMA writable_schema=ON", "INSERT INTO sqlite_schema SELECT * FROM kept");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE other SET a = 1000 WHERE b = 5",
                "DELETE FROM other WHERE b = 5",
                "INSERT INTO other VALUES (401, 401)"
            })
    void staleIndexBesideAMissingCollationIsDamage(String change) throws Exception {
        Path file = app(with(
                "CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT COLLATE german)",
                "CREATE INDEX i ON t(name)",
                FILL,
                "CREATE TABLE other(a, b)",
                "CREATE INDEX o ON other(a)",
                "INSERT INTO other SELECT x, x FROM (" + Sqlite.rows(400) + ")"));
        makeStale(change);

        CheckOutcome integrity = Verified.of(file).outcome("integrity_check");

        assertThat(integrity.result()).as(integrity.detail()).isEqualTo(FAILED);
    }

    @Test
    void missingCollationIndexWithTooFewEntriesIsDamage() throws Exception {
        Path file = app(with(
                "CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT COLLATE german)", "CREATE INDEX o ON t(name)", FILL));
        makeStale("INSERT INTO t VALUES (500, 'new')");

        CheckOutcome integrity = Verified.of(file).outcome("integrity_check");

        assertThat(integrity.result()).isEqualTo(FAILED);
        assertThat(integrity.detail()).contains("wrong # of entries in index o");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT CHECK (f(name) IS NOT NULL))",
                "CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT DEFAULT (f('x')))",
                "CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, g AS (f(name)) STORED NOT NULL)",
                "CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, g TEXT AS (f(name)) NOT NULL)"
            })
    void functionsThatNoPageDependsOnLeaveNothingOpen(String table) throws Exception {
        Path file = app(with(
                table,
                "CREATE VIEW v AS SELECT f(name) FROM t",
                "CREATE TRIGGER r AFTER DELETE ON t BEGIN SELECT f(old.name); END",
                FILL));

        assertThat(Verified.of(file).foreignKeys().run().result()).isEqualTo(PASSED);
    }

    @Test
    void quickCheckNeedsNoCollation() throws Exception {
        Path file = app(with(
                "CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT COLLATE german)", "CREATE INDEX i ON t(name)", FILL));

        assertThat(Verified.of(file).quick().outcome("quick_check").result()).isEqualTo(PASSED);
    }

    @Test
    void assertionsNeverRunWithAStandIn() throws Exception {
        Path file = app(with(
                "CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT COLLATE german)", "CREATE INDEX i ON t(name)", FILL));

        Verification verification = Verified.of(file)
                .assertion("SELECT name FROM t ORDER BY name LIMIT 1", "A26")
                .assertion("SELECT f(name) FROM t", "x")
                .run();

        assertThat(verification.checks().subList(2, 4))
                .extracting(CheckOutcome::result)
                .containsOnly(INCONCLUSIVE);
        assertThat(verification.remarks().needingApplication())
                .extracting(CheckOutcome::name)
                .contains("assertion: a1", "assertion: a2");
    }

    @Test
    void violationsAreCountedByTableAndConstraint() throws Exception {
        Path file = app(
                "CREATE TABLE n(a, b INTEGER, c TEXT, d REAL)",
                "INSERT INTO n SELECT NULL, 'x' || x, x, 'y' FROM (" + Sqlite.rows(300) + ")",
                "CREATE TABLE k(id INTEGER PRIMARY KEY, q INTEGER CHECK (q < 5), r TEXT, CHECK (r <> ')' /* ) */))",
                "PRAGMA ignore_check_constraints=ON",
                "INSERT INTO k SELECT x, x, ')' FROM (" + Sqlite.rows(7) + ")",
                "CREATE TABLE s(i INT, t TEXT)",
                "INSERT INTO s VALUES ('a', 1), (2, 'b'), (9e999 - 9e999, NULL)",
                "CREATE TABLE u(a)",
                "CREATE INDEX ua ON u(a)",
                "INSERT INTO u VALUES (1), (1), (2)",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = 'CREATE TABLE n(a NOT NULL, b INTEGER, c TEXT, d REAL)' WHERE name ="
                        + " 'n'",
                "UPDATE sqlite_schema SET sql = 'CREATE TABLE s(i INT NOT NULL, t TEXT) STRICT' WHERE name = 's'",
                "UPDATE sqlite_schema SET sql = 'CREATE UNIQUE INDEX ua ON u(a)' WHERE name = 'ua'");

        Verification verification = Verified.of(file).foreignKeys().run();

        assertThat(verification.result()).as(verification.toString()).isEqualTo(PASSED);
        assertThat(verification.remarks().violations())
                .containsExactly(
                        entry("k: CHECK", 7L),
                        entry("n.a: NOT NULL", 300L),
                        entry("s.i: NOT NULL", 1L),
                        entry("s.i: non-INT value", 1L),
                        entry("ua: UNIQUE index", 1L));
        assertThat(verification.contents().orElseThrow().violations())
                .isEqualTo(verification.remarks().violations());
    }

    @Test
    void damageBehindManyViolationsIsFound() throws Exception {
        Path file = app(
                "PRAGMA page_size=1024",
                "CREATE TABLE a(q)",
                "INSERT INTO a SELECT NULL FROM (" + Sqlite.rows(5000) + ")",
                "CREATE TABLE other(a, b)",
                "CREATE INDEX o ON other(a)",
                "INSERT INTO other SELECT x, x FROM (" + Sqlite.rows(400) + ")",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = 'CREATE TABLE a(q NOT NULL)' WHERE name = 'a'");
        assertThat(Verified.of(file).run().remarks().violations()).containsExactly(entry("a.q: NOT NULL", 5000L));
        makeStale("UPDATE other SET a = 1000 WHERE b = 5");

        CheckOutcome integrity = Verified.of(file).outcome("integrity_check");

        assertThat(integrity.result()).isEqualTo(FAILED);
        assertThat(integrity.detail()).contains("row 5 missing from index o");
    }

    @Test
    void foreignKeysOfBadSchemasAreContent() throws Exception {
        Path file = app(
                "CREATE TABLE u(id, x)",
                "CREATE VIEW v AS SELECT 1 AS id",
                "CREATE TABLE a(u REFERENCES u(id))",
                "CREATE TABLE b(u REFERENCES u(nowhere))",
                "CREATE TABLE c(u REFERENCES v(id))",
                "CREATE TABLE d(u REFERENCES gone DEFERRABLE INITIALLY DEFERRED)",
                "CREATE TABLE p(id INTEGER PRIMARY KEY)",
                "CREATE TABLE e(one REFERENCES p, two REFERENCES p(id))",
                "INSERT INTO a VALUES (1)",
                "INSERT INTO b VALUES (1)",
                "INSERT INTO c VALUES (1)",
                "INSERT INTO d VALUES (1), (2), (NULL)",
                "INSERT INTO e VALUES (1, NULL), (2, 3)");

        Verification verification = Verified.of(file).foreignKeys().run();

        assertThat(verification.result()).isEqualTo(PASSED);
        assertThat(verification.remarks().violations())
                .containsOnlyKeys(
                        "a: foreign key mismatch - \"a\" referencing \"u\"",
                        "b: foreign key mismatch - \"b\" referencing \"u\"",
                        "c: foreign key mismatch - \"c\" referencing \"v\"",
                        "d: FOREIGN KEY (u) REFERENCES gone",
                        "e: FOREIGN KEY (one) REFERENCES p",
                        "e: FOREIGN KEY (two) REFERENCES p")
                .containsEntry("d: FOREIGN KEY (u) REFERENCES gone", 2L)
                .containsEntry("e: FOREIGN KEY (one) REFERENCES p", 2L)
                .containsEntry("e: FOREIGN KEY (two) REFERENCES p", 1L);
        assertThat(Verified.of(file).strict().outcome("foreign_key_check").result())
                .isEqualTo(FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fts5", "fts4", "fts3"})
    void fullTextIndexThatDoesNotMatchIsToBeRebuilt(String module) throws Exception {
        Path file = app(
                "CREATE VIRTUAL TABLE m USING " + module + "(body)",
                "INSERT INTO m VALUES ('one two')",
                "UPDATE m_content SET " + (module.equals("fts5") ? "c0" : "c0body") + " = 'three'");

        Verification verification = Verified.of(file).run();

        assertThat(verification.result()).as(verification.toString()).isEqualTo(PASSED);
        assertThat(verification.remarks().violations().firstKey())
                .contains("m: ", "INSERT INTO \"m\"(\"m\") VALUES('rebuild')");
    }

    @Test
    void rTreeThatDoesNotMatchIsToBeRebuilt() throws Exception {
        Path file = app(
                "CREATE VIRTUAL TABLE m USING rtree(id, x0, x1)",
                "INSERT INTO m VALUES (1, 1, 2)",
                "INSERT INTO m_rowid VALUES (99, 1)");

        Verification verification = Verified.of(file).run();

        assertThat(verification.result()).isEqualTo(PASSED);
        assertThat(verification.remarks().violations().firstKey()).contains("m: an R-tree");
    }

    /** An R-tree has no command to rebuild it, and its rows are in the unreadable nodes. */
    @Test
    void rTreeThatCannotBeReadIsNotCalledAFullTextIndex() throws Exception {
        Path file = app(
                "CREATE VIRTUAL TABLE m USING rtree(id, x0, x1)",
                "INSERT INTO m VALUES (1, 1, 2)",
                "UPDATE m_node SET data = x'ffff'");

        Verification verification = Verified.of(file).run();

        assertThat(verification.remarks().violations().firstKey())
                .contains("m: ", "an R-tree that cannot be read", "its rows")
                .doesNotContain("full-text", "'rebuild'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fts5(body, tokenize=simple)|simple",
                "fts4(body, tokenize=icu)|icu",
                "fts5(body, tokenize=trigram2)|trigram2"
            })
    void tokenizerOfTheApplicationIsNamedAndAllElseTested(String module, String tokenizer) throws Exception {
        Path file = app(
                "PRAGMA page_size=1024",
                "CREATE VIRTUAL TABLE m USING " + module.substring(0, 4) + "(body)",
                "INSERT INTO m SELECT 'text ' || x FROM (" + Sqlite.rows(300) + ")",
                "CREATE TABLE other(a, b)",
                "CREATE INDEX o ON other(a)",
                "INSERT INTO other SELECT x, x FROM (" + Sqlite.rows(400) + ")",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = 'CREATE VIRTUAL TABLE m USING " + module + "' WHERE name = 'm'");

        Verification verification = Verified.of(file).foreignKeys().run();

        CheckOutcome integrity = verification.checks().get(1);
        assertThat(integrity.result()).as(integrity.detail()).isEqualTo(INCONCLUSIVE);
        assertThat(integrity.detail()).contains("tokenizer: " + tokenizer, "virtual table m");
        assertThat(verification.remarks().needingApplication())
                .extracting(CheckOutcome::name)
                .containsExactly("integrity_check");
        damage(file, "m_content");
        damage(file, "other");
        damage(file, "o");
        makeStale("DELETE FROM other WHERE b = 5");
        assertThat(Verified.of(file).outcome("integrity_check").result()).isEqualTo(FAILED);
    }

    @Test
    void tableWithMoreViolationsThanOneTableReportsIsCutOff() throws Exception {
        Path file = app(
                "CREATE VIRTUAL TABLE m USING fts5(body)",
                "INSERT INTO m VALUES ('one')",
                "CREATE TABLE a(q)",
                "INSERT INTO a SELECT NULL FROM (" + Sqlite.rows(150) + ")",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = 'CREATE TABLE a(q NOT NULL)' WHERE name = 'a'",
                "UPDATE sqlite_schema SET sql = 'CREATE VIRTUAL TABLE m USING fts5(body, tokenize=simple)' WHERE name"
                        + " = 'm'");

        CheckOutcome integrity = Verified.of(file).outcome("integrity_check");

        assertThat(integrity.result()).isEqualTo(INCONCLUSIVE);
        assertThat(integrity.detail()).contains("what follows the first 100 messages on table a", "simple");
    }

    @Test
    void pageThatNothingUsesBesideAMissingTokenizerIsDamage() throws Exception {
        Path file = app(
                "CREATE VIRTUAL TABLE m USING fts5(body)",
                "CREATE TABLE lost(a)",
                "INSERT INTO m VALUES ('one')",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = 'CREATE VIRTUAL TABLE m USING fts5(body, tokenize=simple)' WHERE name"
                        + " = 'm'",
                "DELETE FROM sqlite_schema WHERE name = 'lost'");

        CheckOutcome integrity = Verified.of(file).outcome("integrity_check");

        assertThat(integrity.result()).as(integrity.detail()).isEqualTo(FAILED);
    }

    @Test
    void fullTextIndexOfAnUnknownFormatIsToBeRebuilt() throws Exception {
        Path file = app(
                "CREATE VIRTUAL TABLE m USING fts5(body)",
                "INSERT INTO m VALUES ('one')",
                "UPDATE m_config SET v = 77 WHERE k = 'version'");

        Verification verification = Verified.of(file).run();

        assertThat(verification.result()).as(verification.toString()).isEqualTo(PASSED);
        assertThat(verification.remarks().violations().firstKey()).contains("m: invalid fts5 file format");
    }

    @Test
    void missingModuleIsNamedAndNoCheckNeedsIt() throws Exception {
        Path file = app(
                "CREATE VIRTUAL TABLE m USING fts5(body)",
                "INSERT INTO m VALUES ('one')",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = 'CREATE VIRTUAL TABLE m USING vec0(body)' WHERE name = 'm'");

        Verification verification = Verified.of(file).run();

        assertThat(verification.result()).isEqualTo(PASSED);
        assertThat(verification.remarks().modules()).containsExactly("no such module: vec0 (virtual table m)");
        assertThat(verification.remarks().withoutTable()).isFalse();
    }

    @Test
    void contentlessFullTextIndexesPass() throws Exception {
        Path file = app(
                "CREATE VIRTUAL TABLE a USING fts5(body, content='')",
                "INSERT INTO a(rowid, body) VALUES (1, 'one')",
                "CREATE TABLE c(id INTEGER PRIMARY KEY, body TEXT)",
                "CREATE VIRTUAL TABLE b USING fts5(body, content='c', content_rowid='id')",
                "CREATE VIRTUAL TABLE d USING fts4(content='', body)");

        assertThat(Verified.of(file).foreignKeys().run().result()).isEqualTo(PASSED);
    }

    @Test
    void textThatIsNotUtf8Passes() throws Exception {
        Path file = app(
                "CREATE TABLE t(a TEXT)", "INSERT INTO t VALUES (CAST(x'ff00fe' AS TEXT))", "CREATE INDEX i ON t(a)");

        assertThat(Verified.of(file).run().result()).isEqualTo(PASSED);
    }

    @Test
    void databaseWithoutATableIsNamed() throws Exception {
        Path file = app("CREATE TABLE _litestream_seq(a)", "PRAGMA user_version=3");

        assertThat(Verified.of(file).run().remarks().withoutTable()).isTrue();
        assertThat(Verified.of(app("CREATE TABLE t(a)")).run().remarks().withoutTable())
                .isFalse();
    }

    @Test
    void namesOfAnyCharactersAreCounted() throws Exception {
        Path file = app(
                "CREATE TABLE \"row 5 missing from index x\"(\"a.b\"\"c\" TEXT)",
                "INSERT INTO \"row 5 missing from index x\" VALUES (NULL)",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = replace(sql, 'TEXT', 'TEXT NOT NULL')");

        Verification verification = Verified.of(file).run();

        assertThat(verification.result()).isEqualTo(PASSED);
        assertThat(verification.remarks().violations()).containsOnlyKeys("row 5 missing from index x.a.b\"c: NOT NULL");
    }

    @Test
    void checkExpressionsAreRead() {
        assertThat(CheckConstraints.expressions(
                        "CREATE TABLE \"CHECK (1)\"(a CHECK (a > 0) DEFAULT (length('CHECK (')), -- CHECK (no)\n"
                                + " b TEXT CONSTRAINT c check /* , */ (b IN (')', \"x\") AND (1)), [CHECK] INT)"))
                .containsExactly("a > 0", "b IN (')', \"x\") AND (1)");
        assertThat(CheckConstraints.expressions("CREATE TABLE t AS SELECT 1")).isEmpty();
    }

    @Test
    void salvageCountsWhatIsLeftOnBothSidesOfTheDamage() throws IOException, SQLException {
        Path file = app(
                "PRAGMA page_size=1024",
                "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT)",
                "INSERT INTO t SELECT x, printf('%0100d', x) FROM (" + Sqlite.rows(900) + ")");
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int page = text.indexOf(String.format(Locale.ROOT, "%0100d", 450)) / 1024;
        Sqlite.overwrite(file, page * 1024L, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);

        assertThat(SalvageReader.rows(file, java.time.Duration.ofSeconds(20)).orElseThrow())
                .isBetween(880L, 899L);
    }

    /** Creates a database whose application sorts letters beyond ASCII by its own NOCASE and lower(). */
    private Path ownNocase(String index, String... more) throws SQLException {
        Path file = dir.resolve("own.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            Collation.create(connection, "NOCASE", new Collation() {
                @Override
                protected int xCompare(String one, String other) {
                    return one.toLowerCase(Locale.ROOT).compareTo(other.toLowerCase(Locale.ROOT));
                }
            });
            Function.create(
                    connection,
                    "lower",
                    new Function() {
                        @Override
                        protected void xFunc() throws SQLException {
                            result(String.valueOf(value_text(0)).toLowerCase(Locale.ROOT));
                        }
                    },
                    1,
                    Function.FLAG_DETERMINISTIC | 1);
            // the driver registers collations only for UTF-16
            statement.execute("PRAGMA encoding='UTF-16'");
            statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE, plain TEXT)");
            statement.execute(index);
            statement.execute("INSERT INTO t SELECT x, char(192 + x % 60) || x, char(192 + x % 60) || x FROM ("
                    + Sqlite.rows(300) + ")");
            for (String sql : more) {
                statement.execute(sql);
            }
        }
        return file;
    }

    private static final String[] OWN_INDEXES = {
        "CREATE INDEX i ON t(name)",
        "CREATE UNIQUE INDEX i ON t(plain COLLATE NOCASE, id)",
        "CREATE INDEX i ON t(lower(plain))"
    };

    @Test
    void indexSortedByTheApplicationsOwnVersionOfABuiltInIsNoDamage() throws Exception {
        for (String index : OWN_INDEXES) {
            Path file = ownNocase(index);
            Verification verification = Verified.of(file).run();
            CheckOutcome outcome = Verified.of(file).outcome("integrity_check");
            assertThat(outcome.result()).as(index + ": " + outcome.detail()).isEqualTo(INCONCLUSIVE);
            assertThat(outcome.detail()).contains("order of index i", "its own ");
            assertThat(verification.remarks().needingApplication())
                    .extracting(CheckOutcome::name)
                    .contains("integrity_check");
            Files.delete(file);
        }
    }

    @Test
    void missingEntryOfAnIndexByNocaseIsDamage() throws Exception {
        Path file = ownNocase(
                OWN_INDEXES[0],
                "PRAGMA writable_schema=ON",
                "CREATE TABLE kept AS SELECT * FROM sqlite_schema WHERE name = 'i'",
                "DELETE FROM sqlite_schema WHERE name = 'i'");
        Sqlite.run(
                file,
                "UPDATE t SET name = 'Z' || name WHERE id = 7",
                "PRAGMA writable_schema=ON",
                "INSERT INTO sqlite_schema SELECT * FROM kept",
                "DROP TABLE kept");
        CheckOutcome outcome = Verified.of(file).outcome("integrity_check");
        assertThat(outcome.result()).as(outcome.detail()).isEqualTo(FAILED);
        assertThat(outcome.detail()).contains("row 7 missing from index i");
    }

    @Test
    void schemaOfANewerSqliteIsNotDamage() throws Exception {
        for (String sql : new String[] {"CREATE TABLE t(a, b) FANCY", "CREATE TABLE t(a, b GENERATED BY DEFAULT)"}) {
            Path file = app(
                    "CREATE TABLE t(a, b)",
                    "INSERT INTO t VALUES (1, 2)",
                    "PRAGMA writable_schema=ON",
                    "UPDATE sqlite_schema SET sql = '" + sql + "' WHERE name = 't'");
            Verification verification = Verified.of(file).tables("t").run();
            assertThat(verification.result()).as(verification.toString()).isEqualTo(INCONCLUSIVE);
            assertThat(verification.checks().get(1).detail())
                    .contains("cannot parse the schema of t: ", sql.contains("FANCY") ? "FANCY" : "near ");
            assertThat(verification.remarks().needingApplication()).isEmpty();
            Files.delete(file);
        }
    }

    @Test
    void brokenSchemaIsDamage() throws Exception {
        for (String change : new String[] {
            "rootpage = 99999", "sql = NULL", "sql = 'CREATE TABLE t(a' || char(7) || ')'", "sql = 'CREATE TABLE t(a'"
        }) {
            Path file = app(
                    "CREATE TABLE t(a)",
                    "CREATE INDEX i ON t(a)",
                    "PRAGMA writable_schema=ON",
                    "UPDATE sqlite_schema SET " + change + " WHERE name = 't'");
            assertThat(Verified.of(file).outcome("integrity_check").result())
                    .as(change)
                    .isEqualTo(FAILED);
            Files.delete(file);
        }
    }
}
