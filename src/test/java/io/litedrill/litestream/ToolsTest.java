package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class ToolsTest {
    @TempDir
    Path folder;

    @Test
    void missingToolSkipsTheTestAndSaysHowToGetIt() {
        assertThatThrownBy(() -> new Tools(Map.of(), folder).get("litestream-9.9.9"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("litestream-9.9.9 is missing. Run .ci/tools");
    }

    @Test
    void missingToolFailsTheTestWhereToolsAreRequired() {
        assertThatThrownBy(() -> new Tools(Map.of(Tools.REQUIRED, "1"), folder).get("litestream-9.9.9"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("litestream-9.9.9 is missing. Run .ci/tools");
    }

    @Test
    void aMissingRightSkipsTheTestAndFailsItWhereToolsAreRequired() {
        assertThatThrownBy(() -> new Tools(Map.of(), folder).demand(false, "mounts need root"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("mounts need root");
        assertThatThrownBy(() -> new Tools(Map.of(Tools.REQUIRED, "1"), folder).demand(false, "mounts need root"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("mounts need root");
    }

    @Test
    void findsAToolInTheCacheOfAFolderAbove() throws IOException {
        Path tool = executable(folder.resolve(".ci").resolve("cache").resolve("tool-1"));
        Path below = Files.createDirectories(folder.resolve("a").resolve("b"));

        assertThat(new Tools(Map.of(), below).get("tool-1")).isEqualTo(tool);
    }

    @Test
    void looksAtTheNamedFolderFirst() throws IOException {
        executable(folder.resolve(".ci").resolve("cache").resolve("tool-1"));
        Path named = executable(folder.resolve("named").resolve("tool-1"));
        Map<String, String> environment =
                Map.of(Tools.FOLDER, folder.resolve("named").toString());

        assertThat(new Tools(environment, folder).get("tool-1")).isEqualTo(named);
    }

    @Test
    void takesTheMachinesOwnWhereTheCacheHasNone() throws IOException {
        Path own = executable(folder.resolve("bin").resolve("tool-1"));
        Map<String, String> environment = Map.of("PATH", folder.resolve("nowhere") + ":" + folder.resolve("bin"));

        assertThat(new Tools(environment, folder).get("tool-1")).isEqualTo(own);

        Path cached = executable(folder.resolve(".ci").resolve("cache").resolve("tool-1"));
        assertThat(new Tools(environment, folder).get("tool-1")).isEqualTo(cached);
    }

    private static Path executable(Path path) throws IOException {
        Files.createDirectories(path.getParent());
        Files.createFile(path);
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
