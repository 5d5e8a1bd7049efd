package io.litedrill.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.Replica;
import io.litedrill.storage.FaultInjectingStore;
import io.litedrill.storage.MemoryObjectStore;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.StorageCount;
import io.litedrill.storage.StorageException.Kind;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearbyReplicasTest {
    private final StorageCount count = new StorageCount();
    private final MemoryObjectStore memory = new MemoryObjectStore(count);

    private void wal(String root) {
        memory.put(root + "generations/00000000000000aa/snapshots/00000000.snapshot.lz4", new byte[9]);
    }

    private void ltx(String root) {
        memory.put(root + "0009/0000000000000001-0000000000000001.ltx", new byte[9]);
    }

    private static List<String> names(NearbyReplicas.Result result) {
        return result.replicas().stream()
                .map(found -> found.location().replace("memory://store/", ""))
                .toList();
    }

    private NearbyReplicas.Result around(ObjectStore store, String root) {
        return NearbyReplicas.around(new Replica(store, root));
    }

    @Test
    void theMostSimilarPathsComeFirst() {
        for (String root : List.of("aaa", "backups/order", "backups/orders", "backups/zebra", "other/orders.db")) {
            wal(root + "/");
        }

        NearbyReplicas.Result result = around(memory, "backups/ordres");

        assertThat(names(result)).startsWith("backups/order", "backups/orders");
        assertThat(result.hint().text())
                .isEqualTo("check the path; replicas were seen at memory://store/backups/order,"
                        + " memory://store/backups/orders, memory://store/backups/zebra");
    }

    @ParameterizedTest
    @CsvSource({
        "backups/prd/app.db,  backups/prod/app.db, true",
        "app,                 backups/app,         true",
        "backups/app,         app,                 true",
        "backups,             backups/app,         true",
        "backups/app,         '',                  true",
        "/backups/app,        backups/app,         true",
        "live/app.db,         archive/app.db,      true",
        "tenants/0042,        tenants/0024,        true",
        "orders,              metrics,             false",
        "shop/orders,         blog/posts-archive,  false"
    })
    void aPathIsCloseOrNot(String wanted, String there, boolean close) {
        ltx(there.isEmpty() ? "" : there + "/");

        assertThat(around(memory, wanted).replicas()).singleElement().returns(close, NearbyReplicas.Found::close);
    }

    @Test
    void neitherFoldersOfOtherThingsNorLocalStateOfLitestreamAreReplicas() {
        memory.put("app/.db-litestream/ltx/0/0000000000000001-0000000000000001.ltx", new byte[9]);
        for (String aside : List.of("corrupted.20261129T153831Z", "replaced.20261129T153831Z-2")) {
            memory.put(
                    "app/app.db." + aside + "/litestream/generations/00000000000000aa/wal/00000000.wal", new byte[9]);
        }
        memory.put("site/generations/index.html", new byte[9]);
        memory.put("video/0001/frame.png", new byte[9]);

        assertThat(around(memory, "app2").hint().text()).endsWith("no replica was seen near it");
    }

    @Test
    void thousandsOfReplicasTakeABoundedNumberOfRequests() {
        IntStream.range(0, 5_000).forEach(i -> wal("tenants/t" + i + "/"));

        NearbyReplicas.Result result = around(memory, "tenants/t4711x");

        assertThat(names(result)).startsWith("tenants/t4711");
        assertThat(count.requests()).isLessThan(40);
    }

    @Test
    void aListingThatFailsIsAFailure() {
        wal("aa/");
        wal("ab/");
        FaultInjectingStore store = new FaultInjectingStore(memory);
        store.failCall(3, Kind.UNREACHABLE);

        NearbyReplicas.Result result = around(store, "ac");

        assertThat(result.isUnknown()).isTrue();
        assertThat(result.failure()).isPresent();
    }

    /** A policy may allow the listing of only one prefix. */
    @Test
    void aFolderThatMayNotBeListedIsPassedOver() {
        wal("backups/prod/");
        FaultInjectingStore store = new FaultInjectingStore(memory) {
            @Override
            public io.litedrill.storage.Folders folders(String prefix, int pages)
                    throws io.litedrill.storage.StorageException {
                if (prefix.isEmpty()) {
                    throw new io.litedrill.storage.StorageException(Kind.ACCESS_DENIED, "no");
                }
                return super.folders(prefix, pages);
            }
        };

        NearbyReplicas.Result result = around(store, "backups/prd");

        assertThat(names(result)).containsExactly("backups/prod");
        assertThat(result.isUnknown()).isFalse();
    }
}
