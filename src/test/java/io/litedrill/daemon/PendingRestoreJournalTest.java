package io.litedrill.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.recover.RestoreRequest.Requester;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PendingRestoreJournalTest {
    @TempDir
    Path folder;

    /** A daemon that is killed while it stores a request leaves a part of it under another name. */
    @Test
    void halfAnOrderOfADeadDaemonIsRemovedAndThatOfALivingOneIsNot() throws Exception {
        Path dead = Files.writeString(folder.resolve("dead.run-1.json.tmp"), "{");
        Path living = Files.writeString(folder.resolve("living.run-2.json.tmp"), "{");

        try (FileChannel lock = FileChannel.open(
                        folder.resolve("living.daemon"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                PendingRestoreJournal orders = new PendingRestoreJournal(Optional.of(folder))) {
            assertThat(lock.lock().isValid()).isTrue();
            orders.takeOver(order -> {
                throw new AssertionError("no whole order is there: " + order);
            });
        }

        assertThat(dead).doesNotExist();
        assertThat(living).exists();
    }

    /** The attributes of a name that is too long cannot be read, as on a failing disk. */
    @Test
    void aDaemonWhoseLockCannotBeReadIsAlive() throws Exception {
        PendingRestore.Step step = new PendingRestore.Step(Instant.EPOCH, Optional.empty(), Optional.empty());
        PendingRestore order = new PendingRestore(
                "run", "app", false, folder.resolve("app.db"), step, new Requester("admin", "127.0.0.1", "restore"));
        Path entry = Files.writeString(
                folder.resolve("x".repeat(250) + ".json"), order.json().compact());

        try (PendingRestoreJournal orders = new PendingRestoreJournal(Optional.of(folder))) {
            orders.takeOver(left -> true);
        }

        assertThat(entry).exists();
    }
}
