package io.litedrill.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HeldFolderTest {
    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void resolveLinks() throws IOException {
        folder = temporary.toRealPath();
    }

    @Test
    void whatIsWrittenGetsIntoTheHeldFolderWhateverHasItsNameNow() throws IOException {
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Path victim = Files.createDirectory(folder.resolve("victim"));
        try (HeldFolder held = HeldFolder.open(mine)) {
            Files.move(mine, folder.resolve("moved"));
            Files.createSymbolicLink(mine, victim);
            Files.writeString(held.at(Path.of("file")), "text");
        }
        assertThat(victim).isEmptyDirectory();
        assertThat(folder.resolve("moved/file")).hasContent("text");
    }

    @Test
    void aLinkOnTheWayIsRefused() throws IOException {
        Files.createDirectories(folder.resolve("real/data"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
        assertThatThrownBy(() -> HeldFolder.open(folder.resolve("link/data"))).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> HeldFolder.open(folder.resolve("link"))).isInstanceOf(IOException.class);
        HeldFolder.open(folder.resolve("real/data")).close();
    }

    @Test
    void aPrivateFolderIsForThisUserAloneAndStaysTheSame() throws IOException {
        Path drafts = folder.resolve("drafts");
        Path victim = Files.createDirectory(folder.resolve("victim"));
        try (PrivateFolder made = PrivateFolder.create(drafts)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(drafts)))
                    .isEqualTo("rwx------");
            Files.move(drafts, folder.resolve("moved"));
            Files.createSymbolicLink(drafts, victim);
            Files.writeString(made.path().resolve("database"), "text");
        }
        assertThat(victim).isEmptyDirectory();
    }

    /**
     * Many threads hold the same folders; each gets a name of its own descriptor, which is valid as long as the
     * thread holds it.
     */
    @Test
    void threadsThatHoldOneFolderDoNotDisturbEachOther() throws Exception {
        Path one = Files.createDirectory(folder.resolve("one"));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<Void>> work = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            String name = "file" + thread;
            work.add(() -> {
                for (int i = 0; i < 200; i++) {
                    try (HeldFolder held = HeldFolder.open(one)) {
                        Files.writeString(held.at(Path.of(name)), "text");
                        assertThat(Files.isSameFile(held.path(), one)).isTrue();
                        assertThat(one.resolve(name)).exists();
                        Files.delete(held.at(Path.of(name)));
                    }
                }
                return null;
            });
        }
        for (Future<Void> done : threads.invokeAll(work)) {
            done.get();
        }
        threads.shutdown();
    }

    /**
     * The attacker replaces a folder by a link and back as fast as possible; no file may be written behind the link.
     */
    @Test
    void nothingIsEverWrittenBehindALinkThatAppearsOnTheWay() throws Exception {
        Path data = Files.createDirectories(folder.resolve("app/data"));
        Path victim = Files.createDirectory(folder.resolve("victim"));
        Path away = folder.resolve("app/away");
        AtomicBoolean end = new AtomicBoolean();
        Thread attacker = new Thread(() -> {
            try {
                while (!end.get()) {
                    Files.move(data, away);
                    Files.createSymbolicLink(data, victim);
                    Files.delete(data);
                    Files.move(away, data);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        attacker.start();
        int written = 0;
        for (int i = 0; i < 3000; i++) {
            try (HeldFolder held = HeldFolder.open(data)) {
                RegularFiles.create(held.at(Path.of("f" + i))).close();
                Files.createLink(held.at(Path.of("g" + i)), held.at(Path.of("f" + i)));
                FileTree.delete(held.at(Path.of("f" + i)));
                written++;
            } catch (IOException refused) {
                assertThat(refused).isNotNull();
            }
        }
        end.set(true);
        attacker.join();
        assertThat(victim).isEmptyDirectory();
        assertThat(written).isPositive();
    }
}
