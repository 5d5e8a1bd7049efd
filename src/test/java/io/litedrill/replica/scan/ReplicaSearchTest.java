package io.litedrill.replica.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.Replica;
import io.litedrill.replica.scan.ReplicaSearch.Result;
import io.litedrill.replica.scan.ReplicaSearch.Unread;
import io.litedrill.storage.FaultInjectingStore;
import io.litedrill.storage.Folders;
import io.litedrill.storage.MemoryObjectStore;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.StorageCount;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplicaSearchTest {
    private final StorageCount count = new StorageCount();
    private final MemoryObjectStore memory = new MemoryObjectStore(count);

    private void wal(String root) {
        memory.put(root + "/generations/00000000000000aa/snapshots/00000000.snapshot.lz4", new byte[9]);
    }

    private void ltx(String root) {
        memory.put(root + "/ltx/9/0000000000000001-0000000000000001.ltx", new byte[9]);
    }

    private void ltxOfS3(String root) {
        memory.put(root + "/0009/0000000000000001-0000000000000001.ltx", new byte[9]);
    }

    private static Result below(ObjectStore store, String root, String... known) {
        return ReplicaSearch.below(new Replica(store, root), Set.of(known), path -> !path.startsWith("tmp"));
    }

    @Test
    void findsBothLayoutsAtAnyDepth() {
        wal("p/a");
        ltx("p/b/c");
        ltxOfS3("p/b/d/e");
        wal("other/x");
        memory.put("p/readme/text", new byte[1]);

        assertThat(below(memory, "p").paths()).containsExactly("a", "b/c", "b/d/e");
        assertThat(below(memory, "p/").paths()).containsExactly("a", "b/c", "b/d/e");
        assertThat(below(memory, "").paths()).containsExactly("other/x", "p/a", "p/b/c", "p/b/d/e");
        assertThat(below(memory, "p").unread()).isEmpty();
    }

    @Test
    void findsAReplicaAtThePrefixItselfAndThoseBesideItsFiles() {
        wal("p");
        ltx("p/b");

        assertThat(below(memory, "p").paths()).containsExactly("", "b");
    }

    /** A tenant may have the name 0001, and a database the name ltx or generations. */
    @Test
    void aNameAloneIsNoReplica() {
        wal("p/0001");
        ltxOfS3("p/0002");
        wal("p/ltx");
        ltx("p/generations");

        assertThat(below(memory, "p").paths()).containsExactly("0001", "0002", "generations", "ltx");
    }

    @Test
    void doesNotLookIntoLocalStateReplicasAndExcludedFolders() {
        wal("p/a");
        wal("p/a/nested");
        ltx("p/.app.db-litestream");
        wal("p/tmp/x");

        assertThat(below(memory, "p").paths()).containsExactly("a");
    }

    @Test
    void aFolderThatIsKnownIsNotListedAgain() {
        for (int i = 0; i < 50; i++) {
            wal("p/db" + i);
        }
        Result first = below(memory, "p");
        assertThat(first.paths()).hasSize(50);
        long before = count.requests();

        Result second = below(memory, "p", first.paths().toArray(String[]::new));

        assertThat(second).isEqualTo(first);
        assertThat(count.requests() - before).isEqualTo(1);
    }

    @Test
    void aKnownFolderThatIsGoneIsAbsent() {
        wal("p/a");

        Result result = below(memory, "p", "a", "b");

        assertThat(result.paths()).containsExactly("a");
        assertThat(result.isAbsent("b")).isTrue();
        assertThat(result.isAbsent("a")).isFalse();
    }

    @Test
    void aFolderThatMayNotBeListedHidesOnlyWhatIsBelowIt() {
        wal("p/a");
        wal("p/secret/x");
        FaultInjectingStore store = new FaultInjectingStore(memory);
        store.failList("p/secret", Kind.ACCESS_DENIED);

        Result result = below(store, "p");

        assertThat(result.paths()).containsExactly("a");
        assertThat(result.unread()).extracting(Unread::path).containsExactly("secret");
        assertThat(result.isAbsent("secret/x")).isFalse();
        assertThat(result.isAbsent("secretary")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"UNREACHABLE", "NO_SUCH_CONTAINER", "STOPPED"})
    void aStoreThatFailsSaysNothingAboutAnything(Kind kind) {
        wal("p/a");
        wal("p/b/x");
        FaultInjectingStore store = new FaultInjectingStore(memory);
        store.failList("p/b", kind);

        Result result = below(store, "p", "c");

        assertThat(result.isAbsent("c")).isFalse();
        assertThat(result.unread()).extracting(Unread::path).containsExactly("");
    }

    @Test
    void aListingThatIsCutOffSaysNothingAboutAnything() {
        wal("p/a");
        FaultInjectingStore store = new FaultInjectingStore(memory) {
            @Override
            public Folders folders(String prefix, int pages) throws StorageException {
                return new Folders(super.folders(prefix, pages).keys(), false);
            }
        };

        assertThat(below(store, "p", "c").isAbsent("c")).isFalse();
    }

    @Test
    void aFaultOfALibraryIsAFailureOfTheStore() {
        wal("p/a");
        IllegalStateException fault = new IllegalStateException("the connection is gone");
        FaultInjectingStore store = new FaultInjectingStore(memory) {
            @Override
            public Folders folders(String prefix, int pages) {
                throw fault;
            }
        };

        Result result = below(store, "p", "c");

        assertThat(result.isAbsent("c")).isFalse();
        assertThat(result.unread()).extracting(Unread::path).containsExactly("");
        assertThat(result.unread().get(0).why()).hasRootCause(fault).hasMessageContaining("the connection is gone");
    }
}
