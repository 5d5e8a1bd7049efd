package io.litedrill.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.live.LivePlace;
import io.litedrill.replica.TimeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A swap that another process finishes reports the requested time as the restore itself does. */
class IntentRequestTest {
    @TempDir
    Path folder;

    private Beside beside() throws IOException {
        return new Beside(LivePlace.of(folder.resolve("app.db"), Optional.empty()));
    }

    private Intent written() throws IOException {
        Path old = beside().aside("replaced", Instant.parse("2026-11-01T12:00:00Z"));
        return new Intent(
                KilledRestoreBench.RUN,
                new Intent.Draft("7", 3, false),
                new Intent.OldSet(old, old.resolve("litestream")),
                true,
                false);
    }

    @Test
    void theRequestIsWrittenDownAndRead() throws Exception {
        Files.writeString(beside().intent(), written().text());

        TimeRequest read = Intent.read(beside()).run().restored().request();

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

        assertThat(Intent.read(beside()).run().restored().request()).isEqualTo(TimeRequest.NONE);
    }
}
