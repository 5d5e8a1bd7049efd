package io.litedrill.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.live.LivePlace;
import io.litedrill.replica.timeline.TimeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A swap that another process finishes reports the requested time like the restore itself. */
class IntentRequestTest {
    @TempDir
    Path folder;

    private SidecarPaths beside() throws IOException {
        return new SidecarPaths(LivePlace.of(folder.resolve("app.db"), Optional.empty()));
    }

    private SwapJournal written() throws IOException {
        Path old = beside().aside("replaced", Instant.parse("2026-11-01T12:00:00Z"));
        return new SwapJournal(
                KilledRestoreBench.RUN,
                new SwapJournal.Draft("7", 3, false),
                new SwapJournal.OldSet(old, old.resolve("litestream")),
                true,
                false);
    }

    @Test
    void theRequestIsWrittenDownAndRead() throws Exception {
        Files.writeString(beside().intent(), written().text());

        TimeRequest read = SwapJournal.read(beside()).run().restored().request();

        assertThat(read).isEqualTo(KilledRestoreBench.RUN.restored().request());
        assertThat(read.next()).isPresent();
    }

    @Test
    void anIntentOfAnEarlierVersionHasNone() throws Exception {
        String text = written()
                .text()
                .lines()
                .filter(line ->
                        !line.startsWith("requested") && !line.startsWith("next.") && !line.startsWith("after_"))
                .reduce("", (all, line) -> all + line + "\n");
        Files.writeString(beside().intent(), text);

        assertThat(SwapJournal.read(beside()).run().restored().request()).isEqualTo(TimeRequest.NONE);
    }
}
