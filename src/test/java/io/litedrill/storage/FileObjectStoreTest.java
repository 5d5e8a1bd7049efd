package io.litedrill.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileObjectStoreTest extends ObjectStoreContract {
    private final StorageCount count = new StorageCount();

    @TempDir
    Path folder;

    private Path container;
    private FileObjectStore store;

    @BeforeEach
    void open() throws IOException {
        container = Files.createDirectory(folder.resolve("container"));
        store = new FileObjectStore(container, count);
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected void put(String key, byte[] content) throws IOException {
        Path file = container.resolve(key);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    @Override
    protected void delete(String key) throws IOException {
        Files.delete(container.resolve(key));
    }

    @Override
    protected StorageCount count() {
        return count;
    }

    @Test
    void entersNoFolderThatTheVisitorDoesNotWant() throws Exception {
        put("a/x/1");
        put("a/y/2");
        List<String> keys = new ArrayList<>();

        store().list("a/", "", new ObjectVisitor() {
            @Override
            public boolean visit(StoredObject object) {
                return keys.add(object.key());
            }

            @Override
            public boolean enters(String folder) {
                return !folder.equals("a/x/");
            }
        });

        assertThat(keys).containsExactly("a/y/2");
    }

    @Test
    void saysWhenTheContainerIsNotThere() {
        ObjectStore missing = new FileObjectStore(folder.resolve("missing"), StorageListener.NONE);

        assertThatThrownBy(() -> missing.list("replica/", "", object -> true))
                .satisfies(thrown -> assertThat(kindOf(thrown)).isEqualTo(Kind.NO_SUCH_CONTAINER))
                .hasMessageContaining(folder.resolve("missing").toString());
    }

    @Test
    void saysWhenTheContainerIsAFile() throws Exception {
        put("file");
        ObjectStore file = new FileObjectStore(container.resolve("file"), StorageListener.NONE);

        assertThatThrownBy(() -> file.list("", "", object -> true))
                .satisfies(thrown -> assertThat(kindOf(thrown)).isEqualTo(Kind.NO_SUCH_CONTAINER));
    }

    @Test
    void distinguishesDeniedAccess() {
        StorageException denied = FileObjectStore.failure(new AccessDeniedException("/a/b"), "/a");

        assertThat(denied.kind()).isEqualTo(Kind.ACCESS_DENIED);
        assertThat(denied).hasMessageContaining("/a/b: permission denied");
    }

    @Test
    void entersOnlyFoldersThatCanHoldThePrefix() throws Exception {
        put("replica/0/1");
        put("replica/1/1");
        put("other/1");
        put("replicb/1");

        assertThat(foldersRead("replica/", "", 10)).containsExactly("replica", "replica/0", "replica/1");
        assertThat(foldersRead("replica/1", "", 10)).containsExactly("replica", "replica/1");
        assertThat(foldersRead("replica/", "replica/0/9", 10)).containsExactly("replica", "replica/0", "replica/1");
        assertThat(foldersRead("replica/", "replica/00", 10)).containsExactly("replica", "replica/1");
    }

    @Test
    void readsNoFolderAfterTheVisitorHasEnough() throws Exception {
        put("a/1");
        put("b/1");
        put("c/1");

        assertThat(foldersRead("", "", 2)).containsExactly("", "a", "b");
    }

    /** Returns the folders, relative to the container, whose entries a listing of this number of objects reads. */
    private List<String> foldersRead(String prefix, String after, int objects) throws IOException {
        List<String> read = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        FolderWalk walk = new FolderWalk(prefix, after, object -> seen.add(object.key()) && seen.size() < objects) {
            @Override
            List<String> listed(Path parent) throws IOException {
                read.add(container.relativize(parent).toString());
                return super.listed(parent);
            }
        };
        walk.walk(container, "");
        return read;
    }

    @Test
    void skipsAFileThatVanishesWhileListing() throws Exception {
        put("a/1");
        put("a/2");
        put("a/3");
        List<String> visited = new ArrayList<>();

        store.list("a/", "", object -> {
            try {
                Files.deleteIfExists(container.resolve("a/2"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return visited.add(object.key());
        });

        assertThat(visited).containsExactly("a/1", "a/3");
    }

    @Test
    void followsLinksAndLeavesLoops() throws Exception {
        put("real/1");
        Files.createSymbolicLink(container.resolve("linked"), container.resolve("real"));
        Files.createSymbolicLink(container.resolve("file"), container.resolve("real/1"));
        Files.createSymbolicLink(container.resolve("dangling"), container.resolve("nowhere"));
        Files.createSymbolicLink(container.resolve("self"), container.resolve("self"));
        Files.createSymbolicLink(container.resolve("real/up"), container);

        assertThat(keys("", "")).containsExactly("file", "linked/1", "real/1");
        assertThat(keys("real/up/", "")).isEmpty();
        assertThat(read("file", 0, 6)).asString().isEqualTo("real/1");
    }

    @Test
    void aNameThatCannotBeReadIsNotAbsent() throws Exception {
        put("a/1");
        Files.createSymbolicLink(container.resolve("b"), Path.of("x".repeat(300)));
        Files.createSymbolicLink(container.resolve("dangling"), Path.of("nowhere"));
        Files.createSymbolicLink(container.resolve("self"), Path.of("self"));

        assertThatThrownBy(() -> keys("", ""))
                .satisfies(thrown -> assertThat(kindOf(thrown)).isEqualTo(Kind.UNREACHABLE));
        assertThat(keys("a/", "")).containsExactly("a/1");
        assertThat(store.folders("").keys()).as("folders").containsExactly("a/", "b/");
        assertThat(store.doubtOfEmpty("b").orElseThrow()).contains("cannot be read");
    }

    @Test
    void listsNoPipeAndDoesNotWaitForOne() throws Exception {
        put("a/file");
        Process mkfifo =
                new ProcessBuilder("mkfifo", container.resolve("a/pipe").toString()).start();
        assertThat(mkfifo.waitFor()).isZero();

        assertThat(keys("a/", "")).containsExactly("a/file");
        assertThatThrownBy(() -> store.open("a/pipe", 0, 1))
                .satisfies(thrown -> assertThat(kindOf(thrown)).isEqualTo(Kind.NOT_FOUND));
    }

    @Test
    void neverLeavesTheContainer() throws Exception {
        Files.writeString(folder.resolve("secret"), "secret");
        put("a/1");

        for (String key :
                List.of("../secret", "a/../../secret", folder.resolve("secret").toString(), "a//1", "a/./1", "")) {
            assertThatThrownBy(() -> store.open(key, 0, 1))
                    .satisfies(thrown -> assertThat(kindOf(thrown)).isEqualTo(Kind.NOT_FOUND));
        }
        for (String prefix : List.of("../", "a/../a/", "/", "a//", "./")) {
            assertThat(keys(prefix, "")).isEmpty();
        }
    }

    @Test
    void givesTheModificationTime() throws Exception {
        put("a");
        Instant time = Instant.parse("2026-02-03T04:05:06.789Z");
        Files.setLastModifiedTime(container.resolve("a"), FileTime.from(time));
        List<StoredObject> objects = new ArrayList<>();

        store.list("", "", objects::add);

        assertThat(objects).containsExactly(new StoredObject("a", 1, time));
    }

    @Test
    void failsRatherThanEndEarlyWhenTheFileIsCutMeanwhile() throws Exception {
        put("a", new byte[100]);

        try (InputStream body = store.open("a", 0, 100)) {
            assertThat(body.readNBytes(10)).hasSize(10);
            Files.write(container.resolve("a"), new byte[50]);

            assertThatThrownBy(body::readAllBytes)
                    .satisfies(thrown -> assertThat(kindOf(thrown)).isEqualTo(Kind.CHANGED));
        }
    }

    @Test
    void locatesWithAFileUrl() {
        assertThat(store.locate("replica/a b")).isEqualTo("file://" + container + "/replica/a%20b");
        assertThat(new FileObjectStore(Path.of("/"), StorageListener.NONE).locate("a/b"))
                .isEqualTo("file:///a/b");
    }
}
