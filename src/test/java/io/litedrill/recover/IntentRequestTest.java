package io.litedrill.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.TimeRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A swap that another process finishes reports the requested time as the restore itself does. */
class IntentRequestTest {
    @TempDir
    Path folder;

    private Intent written() {
        return new Intent(
                KilledRestoreBench.RUN,
                new Intent.Draft("7", 3),
                new Intent.OldSet(folder.resolve("old"), folder.resolve("old/litestream")),
                true,
                false);
    }

    @Test
    void theRequestIsWrittenDownAndRead() throws Exception {
        Path file = Files.writeString(folder.resolve("intent"), written().text());

        TimeRequest read = Intent.read(file).run().restored().request();

        assertThat(read).isEqualTo(KilledRestoreBench.RUN.restored().request());
        assertThat(read.next()).isPresent();
    }

    @Test
    void anIntentOfAnEarlierVersionHasNone() throws Exception {
        String text = written()
                .text()
                .lines()
                .filter(line -> !line.startsWith("requested") && !line.startsWith("next.") && !line.startsWith("after_"))
                .reduce("", (all, line) -> all + line + "\n");
        Path file = Files.writeString(folder.resolve("intent"), text);

        assertThat(Intent.read(file).run().restored().request()).isEqualTo(TimeRequest.NONE);
    }
}
