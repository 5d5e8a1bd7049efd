package io.litedrill.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RegularFilesTest {
    private static final int MOST = 1000;

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String read(Path file) throws IOException {
        try (InputStream in = RegularFiles.stream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void readsARegularFile() throws IOException {
        assertThat(read(file("a", "text"))).isEqualTo("text");
        assertThat(RegularFiles.trusted(folder.resolve("a"), MOST)).isEqualTo("text");
        assertThatThrownBy(() -> read(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    /** Another process of this user replaces the file. */
    @Test
    void readsAFileAgainThatIsReplacedMeanwhile() throws Exception {
        int size = 4 << 20;
        Path file = file("text", "x".repeat(size));
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < 30; i++) {
                Path next = file("next", "y".repeat(size));
                Future<Path> replaced = other.submit(() -> Files.move(next, file, StandardCopyOption.ATOMIC_MOVE));
                assertThat(RegularFiles.trusted(file, size)).hasSize(size);
                replaced.get();
            }
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void opensNothingElseAndDoesNotWait() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file("victim", "secret"));
        Path pipe = Attacker.pipe(folder.resolve("pipe"));
        Path directory = Files.createDirectory(folder.resolve("directory"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            Path socket = folder.resolve("s");
            server.bind(UnixDomainSocketAddress.of(socket));
            for (Path path : new Path[] {link, pipe, directory, socket}) {
                assertThatThrownBy(() -> read(path)).isInstanceOf(NotRegularException.class);
                assertThatThrownBy(() -> RegularFiles.openToLock(path)).isInstanceOf(NotRegularException.class);
                assertThatThrownBy(() -> RegularFiles.openOrCreate(path)).isInstanceOf(NotRegularException.class);
                assertThatThrownBy(() -> RegularFiles.trusted(path, MOST)).isInstanceOf(IOException.class);
                assertThatThrownBy(() -> RegularFiles.create(path)).isInstanceOf(FileAlreadyExistsException.class);
            }
            assertThatThrownBy(() -> RegularFiles.streamFollowingLinks(pipe)).isInstanceOf(NotRegularException.class);
        }
        assertThat(folder.resolve("victim")).hasContent("secret");
    }

    @Test
    void createsForThisUserAlone() throws IOException {
        RegularFiles.create(folder.resolve("new")).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("new"))))
                .isEqualTo("rw-------");
    }

    @Test
    void trustsNoTextThatOthersMayHaveWritten() throws IOException {
        Path text = file("text", "text");
        Files.setPosixFilePermissions(text, PosixFilePermissions.fromString("rw-rw-r--"));
        assertThatThrownBy(() -> RegularFiles.trusted(text, MOST)).hasMessageContaining("group or by others");
        Files.setPosixFilePermissions(text, PosixFilePermissions.fromString("rw-r--r--"));
        Files.createLink(folder.resolve("second"), text);
        assertThatThrownBy(() -> RegularFiles.trusted(text, MOST)).hasMessageContaining("hard link");
        assertThatThrownBy(() -> RegularFiles.trusted(file("large", "x".repeat(MOST + 1)), MOST))
                .hasMessageContaining("larger");
    }

    @Test
    void trustsNoTextOfAnotherUser() throws IOException {
        Attacker.requireRoot();
        Path text = Attacker.owns(file("text", "text"));
        assertThatThrownBy(() -> RegularFiles.trusted(text, MOST)).hasMessageContaining("belongs to user 54321");
        assertThat(read(text)).isEqualTo("text");
    }

    /**
     * A name is exchanged between a file, a pipe and a link as fast as possible: no read hangs, and no other file is
     * read.
     */
    @Test
    void neverReadsWhatIsExchangedForTheFile() throws Exception {
        file("victim", "secret");
        file("good", "good");
        Path name = folder.resolve("name");
        Path next = folder.resolve("next");
        Path pipe = Attacker.pipe(folder.resolve("pipe"));
        AtomicBoolean end = new AtomicBoolean();
        Thread attacker = new Thread(() -> {
            try {
                while (!end.get()) {
                    Files.createLink(next, folder.resolve("good"));
                    Files.move(next, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                    Files.createLink(next, pipe);
                    Files.move(next, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                    Files.createSymbolicLink(next, folder.resolve("victim"));
                    Files.move(next, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        attacker.start();
        int opened = 0;
        for (int i = 0; i < 20_000; i++) {
            try (FileChannel channel = RegularFiles.open(name)) {
                opened++;
                assertThat(channel.size()).isEqualTo(4);
            } catch (IOException refused) {
                assertThat(refused).isNotNull();
            }
        }
        end.set(true);
        attacker.join();
        assertThat(opened).isPositive();
    }
}
