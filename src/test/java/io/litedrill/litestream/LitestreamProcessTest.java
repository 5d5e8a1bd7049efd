package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LitestreamProcessTest {
    @TempDir
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void whatAStoppedLitestreamReplicatedIsTheLiveDatabase(String version) throws Exception {
        Path database = scratch.resolve("app.db");
        Path replica = scratch.resolve("replica");
        Path output = scratch.resolve("restored.db");
        Replicate replicate = Replicate.toFolder(version, database, replica);
        try (Writer writer = Writer.create(database);
                LitestreamProcess litestream = LitestreamProcess.start(replicate, scratch.resolve("work"))) {
            Writer.Running running = writer.start(Duration.ofMillis(20));
            await().atMost(Duration.ofSeconds(20)).until(() -> writer.commits().size() >= 40);
            running.stop();

            assertThat(litestream.stop()).as(litestream.output()).isZero();
            LitestreamRestore restored = LitestreamRestore.run(version, output, replica, List.of());

            assertThat(restored.exitCode()).as(restored.output()).isZero();
            assertThat(Dump.sha256(output)).isEqualTo(writer.dumpSha256());
            Ledger ledger = Ledger.read(output);
            assertThat(ledger.isSound()).as(ledger.toString()).isTrue();
            assertThat(ledger.userVersion()).isEqualTo(writer.userVersion());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void aKilledLitestreamLeavesASoundStateBehind(String version) throws Exception {
        Path database = scratch.resolve("app.db");
        Path replica = scratch.resolve("replica");
        Path output = scratch.resolve("restored.db");
        Replicate replicate = Replicate.toFolder(version, database, replica);
        try (Writer writer = Writer.create(database);
                LitestreamProcess litestream = LitestreamProcess.start(replicate, scratch.resolve("work"))) {
            Writer.Running running = writer.start(Duration.ofMillis(20));
            await().atMost(Duration.ofSeconds(20)).until(() -> writer.commits().size() >= 60);
            litestream.kill();
            running.stop();

            LitestreamRestore restored = LitestreamRestore.run(version, output, replica, List.of());

            assertThat(restored.exitCode()).as(restored.output()).isZero();
            Ledger ledger = Ledger.read(output);
            assertThat(ledger.isSound()).as(ledger.toString()).isTrue();
            assertThat(ledger.userVersion()).isLessThanOrEqualTo(writer.userVersion());
        }
    }
}
