package io.litedrill.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FileTreeTest {
    @TempDir
    Path folder;

    @Test
    void deletesAllBelowAndNothingBehindALink() throws IOException {
        Path victim = Files.createDirectory(folder.resolve("victim"));
        Files.writeString(victim.resolve("precious"), "text");
        Path tree = Files.createDirectories(folder.resolve("tree/a/b"));
        Files.writeString(tree.resolve("file"), "text");
        Files.createSymbolicLink(tree.resolve("link"), victim);
        Attacker.pipe(tree.resolve("pipe"));

        FileTree.delete(folder.resolve("tree"));
        FileTree.delete(folder.resolve("never"));
        FileTree.delete(folder.resolve("never/there"));
        Files.createSymbolicLink(folder.resolve("tree"), victim);
        FileTree.delete(folder.resolve("tree"));

        assertThat(victim.resolve("precious")).hasContent("text");
        assertThat(folder).isDirectoryContaining(path -> path.equals(victim));
        assertThat(folder.toFile().list()).containsExactly("victim");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeInPlaceOfTheFolderAboveIsNotWaitedFor() throws IOException {
        Path pipe = Attacker.pipe(folder.resolve("pipe"));

        assertThatThrownBy(() -> FileTree.delete(pipe.resolve("name"))).isInstanceOf(IOException.class);
    }

    @Test
    void tooDeepATreeIsReportedAndStopsNothing() throws IOException {
        Path deep = folder.resolve("deep");
        Files.createDirectories(deep.resolve("d/".repeat(200)));
        assertThatThrownBy(() -> FileTree.delete(deep)).hasMessageContaining("folders in each other");
        for (int times = 0; times < 3 && Files.exists(deep); times++) {
            Files.move(deep.resolve("d/".repeat(60)), folder.resolve("part" + times));
            FileTree.delete(deep);
            Files.move(folder.resolve("part" + times), deep);
        }
        FileTree.delete(deep);
        assertThat(deep).doesNotExist();
    }

    /** A folder in the tree is replaced by a link while the tree is deleted. */
    @Test
    void nothingBehindALinkIsDeletedWhileFoldersAreExchanged() throws Exception {
        Path victim = Files.createDirectory(folder.resolve("victim"));
        for (int i = 0; i < 20; i++) {
            Files.writeString(victim.resolve("precious" + i), "text");
        }
        Path tree = Files.createDirectory(folder.resolve("tree"));
        AtomicBoolean end = new AtomicBoolean();
        Thread attacker = new Thread(() -> {
            while (!end.get()) {
                exchange(tree.resolve("sub"), victim);
            }
        });
        attacker.start();
        for (int i = 0; i < 3000; i++) {
            try {
                FileTree.delete(tree);
                Files.createDirectory(tree);
            } catch (IOException changedMeanwhile) {
                assertThat(changedMeanwhile).isNotNull();
            }
        }
        end.set(true);
        attacker.join();
        assertThat(victim.toFile().list()).hasSize(20);
    }

    private static void exchange(Path sub, Path victim) {
        try {
            Files.createDirectory(sub);
            Files.delete(sub);
            Files.createSymbolicLink(sub, victim);
            Files.delete(sub);
        } catch (IOException deletedMeanwhile) {
            assertThat(deletedMeanwhile).isNotNull();
        }
    }
}
