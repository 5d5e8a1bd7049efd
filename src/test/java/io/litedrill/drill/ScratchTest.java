package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
    @TempDir
    Path root;

    /** Runs in another process: sweeps a folder, or creates a scratch folder and crashes. */
    public static void main(String[] args) throws IOException {
        if (args[1].equals("crash")) {
            Scratch.open(Path.of(args[0]), "crashed");
            Runtime.getRuntime().halt(0);
        }
        System.out.println(Scratch.sweep(Path.of(args[0])).size());
    }

    private String otherProcess(String what) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ScratchTest.class.getName(),
                        root.toString(),
                        what)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** Closing any descriptor of a locked file drops the lock of the process. */
    @Test
    void aSweepDoesNotGiveTheFoldersOfItsOwnProcessAway() throws IOException {
        try (Scratch scratch = Scratch.open(root, "mine")) {
            assertThat(Scratch.sweep(root)).isEmpty();

            assertThat(otherProcess("sweep")).isEqualTo("0");
            assertThat(scratch.folder()).isDirectory();
        }
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void aSweepRemovesWhatAProcessThatIsGoneLeft() throws IOException {
        otherProcess("crash");
        assertThat(root.resolve("drill-crashed")).isDirectory();

        assertThat(Scratch.sweep(root)).containsExactly(root.resolve("drill-crashed"));

        assertThat(root).isEmptyDirectory();
    }

    /** The attributes of a name that is too long cannot be read, as on a failing disk. */
    @Test
    void aFolderWhoseClaimCannotBeReadIsNotSwept() throws IOException {
        Path folder = Files.createDirectory(root.resolve("drill-" + "x".repeat(220)));
        Files.createFile(root.resolve(folder.getFileName() + ".lock"));

        assertThat(Scratch.sweep(root)).isEmpty();

        assertThat(folder).isDirectory();
    }

    @Test
    void whatAnotherRunOfTheSameNameWorksInStaysItsOwn() throws IOException {
        try (Scratch first = Scratch.open(root, "run")) {
            Files.createFile(first.folder().resolve("work"));

            assertThatThrownBy(() -> Scratch.open(root, "run")).isInstanceOf(IOException.class);

            assertThat(first.folder().resolve("work")).exists();
            assertThat(otherProcess("sweep")).isEqualTo("0");
        }
    }
}
