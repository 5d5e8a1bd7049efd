package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NagiosTest {
    /** The label, the value with its unit, and the limits, by the guidelines for plug-ins. */
    private static final String DATA = "'[^'=|]+'=\\d+(s|B)?;\\d*;\\d*;0";

    @TempDir
    Path folder;

    @BeforeEach
    void replicas() throws IOException {
        GoldenReplica.load("ltx/basic")
                .copyTo(folder.resolve("sound"), Instant.now().minusSeconds(30));
        GoldenReplica.load("wal/hole")
                .copyTo(folder.resolve("hole"), Instant.now().minusSeconds(30));
    }

    @Test
    void aSoundDatabaseIsOkWithItsNumbers() throws Exception {
        CommandLineRun run =
                check("{name: app, replica: 'file://" + folder.resolve("sound") + "', objectives: {rpo: 1d}}");

        assertThat(run.code()).isZero();
        assertThat(run.out().lines())
                .singleElement()
                .asString()
                .startsWith("LITEDRILL OK - 1 of 1 replica ok | 'app (file) ")
                .matches("[^|]+ \\| " + DATA + "( " + DATA + ")*")
                .contains("'app (file) recovery_point_age'=", "'app (file) snapshot_age'=", "'app (file) gaps'=0;;;0");
    }

    @Test
    void theWorstComesFirstAndGivesTheStatus() throws Exception {
        CommandLineRun run =
                check("{name: app, replica: 'file://" + folder.resolve("sound") + "', objectives: {rpo: 1d}}, "
                        + "{name: 'a|b=c', replica: 'file://" + folder.resolve("hole") + "', objectives: {rpo: 1d}}");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out().lines())
                .singleElement()
                .asString()
                .startsWith("LITEDRILL CRITICAL - a/b=c (file) critical: gap; 1 of 2 replicas ok | ")
                .matches("[^|]+ \\| .+");
    }

    @Test
    void aStoreThatDoesNotAnswerIsUnknownWithoutNumbers() throws Exception {
        CommandLineRun run = check("{name: app, replica: 'file://" + folder.resolve("no/such/volume/replica") + "'}");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out())
                .isEqualTo("LITEDRILL UNKNOWN - app (file) unknown: storage-unreachable; 0 of 1 replica ok\n");
    }

    @Test
    void anotherFormatIsAUsageError() {
        CommandLineRun run = new CommandLineRun.User(folder).runs("check", "--format", "xml");

        assertThat(run.code()).isEqualTo(64);
        assertThat(run.err()).contains("expected text or nagios. Found: xml");
    }

    private CommandLineRun check(String databases) throws IOException {
        Files.writeString(folder.resolve("litedrill.yml"), "databases: [" + databases + "]\n");
        return new CommandLineRun.User(folder).runs("check", "--format", "nagios");
    }
}
