package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The class-data archives of {@code ./litedrill}: when they are made, and when they are used. A script stands for
 * Java.
 */
class LauncherArchiveTest {
    private static final String USE = "-XX:SharedArchiveFile=";

    /** Writes the archive if an option requests it; otherwise appends its arguments to a file. */
    private static final String JAVA = """
        for word; do
            case $word in
                -XX:DumpLoadedClassList=*) [ ! -e "$BROKEN" ] || exit 1; echo listed > "${word#*=}"; exit 0 ;;
                -XX:SharedClassListFile=*) list=${word#*=} ;;
                -XX:SharedArchiveFile=*) archive=${word#*=} ;;
            esac
        done
        case " $* " in *" -Xshare:dump "*)
            grep -qx listed "$list" || exit 1
            echo made >> "$MADE"; echo classes > "$archive"; exit 0 ;; esac
        for word; do printf '%s\\n' "$word"; done > "$WORDS"
        """;

    @TempDir
    Path folder;

    private Path cache;
    private Path jar;

    @BeforeEach
    void installAJavaThatIsAScript() throws IOException {
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.createDirectories(folder.resolve("jdk/lib"));
        Files.writeString(folder.resolve("jdk/lib/modules"), "modules");
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
        jar = Files.writeString(folder.resolve("litedrill.jar"), "no jar at all");
        Files.writeString(java, "#!/bin/sh\n" + JAVA);
        mode(java, "rwx------");
        cache = folder.resolve("cache");
    }

    private static void mode(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    /** Runs a command, and returns the archive that Java received. */
    private Optional<Path> archiveOf(String... words) throws Exception {
        Map<String, String> environment = Map.of(
                "JAVA_HOME", folder.resolve("jdk").toString(),
                "LITEDRILL_JAR", jar.toString(),
                "LITEDRILL_JAVA_OPTS", "",
                "LITEDRILL_CACHE", cache.toString(),
                "WORDS", folder.resolve("words").toString(),
                "MADE", folder.resolve("made").toString(),
                "BROKEN", folder.resolve("broken").toString());
        try (LauncherRun run = LauncherRun.start("dash", folder, environment, List.of(words))) {
            assertThat(run.awaitExit()).as(run.err()).isZero();
        }
        return Files.readAllLines(folder.resolve("words")).stream()
                .filter(word -> word.startsWith(USE))
                .map(word -> Path.of(word.substring(USE.length())))
                .findFirst();
    }

    private int made() throws IOException {
        Path made = folder.resolve("made");
        return Files.exists(made) ? Files.readAllLines(made).size() : 0;
    }

    private List<Path> cached() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.toList();
        }
    }

    @Test
    void theFirstCommandMakesItAndTheNextOnesUseIt() throws Exception {
        Path archive = archiveOf("check").orElseThrow();
        assertThat(archive).hasContent("classes");
        assertThat(archive.getParent()).isDirectoryNotContaining("glob:**/*.list");
        assertThat(archive.getParent()).hasParent(cache);
        assertThat(Files.getPosixFilePermissions(cache)).isEqualTo(PosixFilePermissions.fromString("rwx------"));

        assertThat(archiveOf("check")).contains(archive);
        assertThat(archiveOf("ensure", "app")).contains(archive);
        assertThat(archiveOf("--help")).contains(archive);
        assertThat(made()).isEqualTo(2);
    }

    /** Each process that uses an archive maps most of it into memory. */
    @ParameterizedTest
    @ValueSource(strings = {"serve", "demo"})
    void theDaemonHasAnArchiveOfItsOwn(String command) throws Exception {
        Path ofCommands = archiveOf("check").orElseThrow();

        Path ofDaemon = archiveOf(command).orElseThrow();

        assertThat(ofDaemon)
                .hasContent("classes")
                .hasParent(ofCommands.getParent())
                .isNotEqualTo(ofCommands);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ensure", "restore", "serve"})
    void whatMustNotWaitDoesNotMakeIt(String command) throws Exception {
        assertThat(archiveOf(command, "app", "check")).isEmpty();
        assertThat(cache).doesNotExist();
    }

    @Test
    void anotherJarReplacesIt() throws Exception {
        Path old = archiveOf("check").orElseThrow();
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));

        Path archive = archiveOf("check").orElseThrow();

        assertThat(archive).isNotEqualTo(old);
        assertThat(cached()).containsExactly(archive.getParent());
    }

    @Test
    void aJavaThatMakesNoneIsAskedOnce() throws Exception {
        Path broken = Files.createFile(folder.resolve("broken"));
        assertThat(archiveOf("check")).isEmpty();
        Files.delete(broken);
        assertThat(archiveOf("check")).isEmpty();
        assertThat(made()).isZero();
    }

    @Test
    void noneIsMadeWhereNoneIsWanted() throws Exception {
        cache = Path.of("");
        assertThat(archiveOf("check")).isEmpty();
        assertThat(made()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwx----w-"})
    void aFolderThatOthersCanWriteIsNotUsed(String mode) throws Exception {
        assertThat(archiveOf("check")).isPresent();
        mode(cache, mode);
        assertThat(archiveOf("check")).isEmpty();
    }

    @Test
    void aLibraryThatOthersCanWriteIsNotUsed() throws Exception {
        Path library = archiveOf("check").orElseThrow().resolveSibling("libother.so");
        mode(Files.createFile(library), "rwxrwxrwx");
        assertThat(archiveOf("check")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-rw----", "rw-----w-"})
    void anArchiveThatOthersCanWriteIsNotUsed(String mode) throws Exception {
        mode(archiveOf("check").orElseThrow(), mode);
        assertThat(archiveOf("check")).isEmpty();
    }

    @Test
    void aFolderThatOthersCanMoveAwayIsNotUsed() throws Exception {
        Path open = Files.createDirectory(folder.resolve("open"));
        cache = open.resolve("cache");
        assertThat(archiveOf("check")).isPresent();
        mode(open, "rwxrwxrwx");
        assertThat(archiveOf("check")).isEmpty();
    }

    @Test
    void noFolderIsMadeWhereOthersCanWrite() throws Exception {
        Path open = Files.createDirectory(folder.resolve("open"));
        mode(open, "rwxrwxrwx");
        cache = open.resolve("deep/cache");
        assertThat(archiveOf("check")).isEmpty();
        assertThat(open).isEmptyDirectory();
    }

    @Test
    void aFolderOfTheArchiveThatIsALinkIsNotUsed() throws Exception {
        Path start = archiveOf("check").orElseThrow().getParent();
        Files.createSymbolicLink(start, Files.move(start, folder.resolve("elsewhere")));
        mode(cache, "rwx------");
        assertThat(archiveOf("check")).isEmpty();
    }

    @Test
    void aLinkOnTheWayCountsOnlyOnce() throws Exception {
        Path archive = archiveOf("check").orElseThrow();
        cache = Files.createSymbolicLink(folder.resolve("link"), folder).resolve("cache");
        // the real path: the link may have another target when Java starts
        assertThat(archiveOf("check")).contains(archive.toRealPath());
    }

    @Test
    void aLinkIsNotUsed() throws Exception {
        Path archive = archiveOf("check").orElseThrow();
        Files.createSymbolicLink(archive, Files.move(archive, folder.resolve("elsewhere")));
        assertThat(archiveOf("check")).isEmpty();
    }
}
