package io.litedrill.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random damage, the same at each run: every check returns a result. */
class DamageTest {
    private static final long SEED = 20261123;
    private static final int FILES = 150;

    @TempDir
    Path dir;

    @Test
    void everyCheckAnswersWhateverIsDamaged() throws SQLException, IOException {
        byte[] sound = Files.readAllBytes(Sqlite.run(
                dir.resolve("sound.db"),
                "PRAGMA page_size=512",
                "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT UNIQUE, b REFERENCES t(id))",
                "CREATE VIRTUAL TABLE f USING fts5(a)",
                "INSERT INTO t SELECT x, 'row ' || x, 1 FROM (" + Sqlite.rows(60) + ")",
                "INSERT INTO f SELECT a FROM t"));
        Random random = new Random(SEED);
        int failed = 0;
        for (int i = 0; i < FILES; i++) {
            Path file = Files.write(dir.resolve("damaged.db"), damaged(sound, random));
            Verification verification = Verified.of(file)
                    .foreignKeys()
                    .tables("t", "f")
                    .assertion("SELECT count(*) FROM f WHERE f MATCH 'row'", "60")
                    .limit(Duration.ofSeconds(20))
                    .run();
            assertThat(verification.checks())
                    .as("file %s", i)
                    .extracting(CheckOutcome::name)
                    .containsExactly("header", "integrity_check", "foreign_key_check", "tables", "assertion: a1");
            failed += verification.result() == CheckOutcome.Result.FAILED ? 1 : 0;
        }
        assertThat(failed).as("damage of this size seldom stays unseen").isGreaterThan(FILES * 9 / 10);
    }

    /** Overwrites runs of bytes, often page headers, because SQLite follows pointers there. */
    private static byte[] damaged(byte[] sound, Random random) {
        byte[] bytes = sound.clone();
        for (int run = 0; run < 3; run++) {
            int page = random.nextInt(sound.length / 512) * 512;
            int from = page + (random.nextBoolean() ? random.nextInt(20) : random.nextInt(480));
            for (int i = 0; i < 16; i++) {
                bytes[from + i] = (byte) random.nextInt();
            }
        }
        return bytes;
    }
}
