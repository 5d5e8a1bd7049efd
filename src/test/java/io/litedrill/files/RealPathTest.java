package io.litedrill.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealPathTest {
    @TempDir
    Path temporary;

    private Path folder;
    private Path volume;

    @BeforeEach
    void makeAVolume() throws IOException {
        folder = temporary.toRealPath();
        volume = Files.createDirectories(folder.resolve("mnt/volume"));
    }

    @Test
    void followsEveryLinkAsTheSystemDoes() throws IOException {
        Files.writeString(volume.resolve("app.db"), "");
        Files.createSymbolicLink(folder.resolve("data"), Path.of("mnt/../mnt/volume"));
        Files.createSymbolicLink(folder.resolve("app.db"), folder.resolve("data/app.db"));
        assertThat(RealPath.of(folder.resolve("app.db"))).isEqualTo(volume.resolve("app.db"));
        assertThat(RealPath.of(folder.resolve("data/new.db"))).isEqualTo(volume.resolve("new.db"));
        assertThat(RealPath.ofFolder(folder.resolve("data"))).isEqualTo(volume);
        assertThatThrownBy(() -> RealPath.of(folder.resolve("none/app.db"))).isInstanceOf(NoSuchFileException.class);
        Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
        assertThatThrownBy(() -> RealPath.of(folder.resolve("loop"))).isInstanceOf(FileSystemLoopException.class);
    }

    @Test
    void rootFollowsAnotherUsersLinkOnlyIntoThatUsersFolders() throws IOException {
        Attacker.requireRoot();
        Path link = Attacker.owns(Files.createSymbolicLink(folder.resolve("data"), volume));
        assertThatThrownBy(() -> RealPath.of(folder.resolve("data/app.db")))
                .isInstanceOf(UntrustedFileException.class)
                .hasMessageContaining("54321")
                .hasMessageContaining(volume.toString());
        assertThatThrownBy(() -> RealPath.ofFolder(link)).isInstanceOf(UntrustedFileException.class);
        Attacker.owns(volume);
        assertThat(RealPath.of(folder.resolve("data/app.db"))).isEqualTo(volume.resolve("app.db"));
    }
}
