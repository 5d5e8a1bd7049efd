package io.litedrill.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.files.TrustedProcess;
import io.litedrill.files.UserId;
import io.litedrill.litestream.Tools;
import io.litedrill.recover.HoldingProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stand-in with the name litestream; {@code AfterRestoreLiveTest} has the real ones. */
class HoldingTest {
    @TempDir
    Path folder;

    private Holding whileRunning(String name, String yaml) throws IOException {
        return whileRunning(List.of(), name, yaml);
    }

    /** Runs it with a prefix that changes its user. */
    private Holding whileRunning(List<String> prefix, String name, String yaml) throws IOException {
        Path binary = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(binary, "#!/bin/sh\nread line\n");
        assertThat(binary.toFile().setExecutable(true)).isTrue();
        Path config = Files.writeString(folder.resolve("l.yml"), yaml);
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(binary.toString(), "replicate", "-config", config.toString()));
        Process process = new ProcessBuilder(command).start();
        try {
            Awaitility.await()
                    .until(() ->
                            OpenFiles.command(Path.of("/proc/" + process.pid())).equals(name));
            return Holding.of(LivePlace.of(folder.resolve("app.db"), Optional.empty()));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aLitestreamWhoseConfigurationNamesTheDatabaseHoldsIt() throws IOException {
        Holding holding = whileRunning("litestream", "dbs: [{path: " + folder.resolve("app.db") + "}]");
        assertThat(holding.isHeld()).isTrue();
        assertThat(holding.who()).contains("(litestream) replicates it");
    }

    @Test
    void oneOfAUserWhoCannotUseTheDatabaseIsIgnored() throws Exception {
        assertThat(asNobody("root", "rwxr-xr-x").isHeld()).isFalse();
    }

    @Test
    void oneOfTheOwnerOfTheFolderHoldsIt() throws Exception {
        assertThat(asNobody("nobody", "rwxr-xr-x").who()).contains("(litestream) replicates it");
    }

    /** A set-user-ID program has the user ids of its owner and of the user who runs it. */
    @Test
    void oneWithTheRightsOfRootOfAnotherUserIsIgnored() throws Exception {
        requireRoot();
        Path process = Files.createDirectories(folder.resolve("proc"));
        Path status = process.resolve("status");
        for (String ids : List.of("1234\t0\t0\t0", "0\t1234\t0\t0", "0\t0\t1234\t0", "4294967295\t0\t0\t0")) {
            Files.writeString(status, "Name:\tlitestream\nUid:\t" + ids + "\nGid:\t1234\t0\t0\t0\nGroups:\t1234 \n");
            assertThat(TrustedProcess.mayUse(process, folder.resolve("app.db")))
                    .as(ids)
                    .isFalse();
        }
        Files.writeString(status, "Uid:\t0\t0\t0\t0\n");
        assertThat(TrustedProcess.mayUse(process, folder.resolve("app.db"))).isTrue();
    }

    @Test
    void oneWhoseGroupMayWriteToTheFolderHoldsIt() throws Exception {
        requireRoot();
        Path process = Files.createDirectories(folder.resolve("proc"));
        Path status = process.resolve("status");
        Files.writeString(status, "Uid:\t1234\t1234\t1234\t1234\nGid:\t1234\t1234\t1234\t1234\nGroups:\t55 0 \n");
        Path database = folder.resolve("app.db");
        assertThat(TrustedProcess.mayUse(process, database)).isFalse();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx--x"));
        assertThat(TrustedProcess.mayUse(process, database)).isTrue();
    }

    private Holding asNobody(String owner, String mode) throws IOException {
        requireRoot();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
        UserPrincipal user =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner);
        Files.setOwner(folder, user);
        return whileRunning(
                List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"),
                "litestream",
                "dbs: [{path: " + folder.resolve("app.db") + "}]");
    }

    private static void requireRoot() throws IOException {
        Tools.need(UserId.current() == 0, "only root can start processes of other users");
    }

    @Test
    void oneOfAnotherDatabaseDoesNot() throws IOException {
        assertThat(whileRunning("litestream", "dbs: [{path: " + folder.resolve("app.db2") + "}]")
                        .isHeld())
                .isFalse();
        assertThat(whileRunning("litestream", "dbs: [{path: " + folder.resolve("app.db.old") + "}]")
                        .isHeld())
                .isFalse();
    }

    @Test
    void anotherProgramThatNamesItDoesNot() throws IOException {
        assertThat(whileRunning("editor", "dbs: [{path: " + folder.resolve("app.db") + "}]")
                        .isHeld())
                .isFalse();
    }

    /** A check or a drill of this process may have it open when a restore starts. */
    @Test
    void whoOnlyLooksIntoItIsWaitedFor() throws Exception {
        LivePlace place = LivePlace.of(Files.writeString(folder.resolve("app.db"), "anything"), Optional.empty());
        FileChannel looking = FileChannel.open(place.file());
        assertThat(Holding.of(place).isHeld()).isTrue();
        Executor later = CompletableFuture.delayedExecutor(1500, TimeUnit.MILLISECONDS);
        CompletableFuture<Void> looked = CompletableFuture.runAsync(() -> close(looking), later);

        assertThat(Holding.lasting(place).isHeld()).isFalse();

        assertThat(looked).isDone();
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoStaysHoldsIt() throws Exception {
        Path database = folder.resolve("app.db");
        try (HoldingProcess holding = HoldingProcess.running(database, "CREATE TABLE t(a)")) {
            assertThat(Holding.lasting(LivePlace.of(database, Optional.empty())).who())
                    .contains("process " + holding.pid());
        }
    }
}
