package io.litedrill.replica.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.litestream.GoldenReplica;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.Listing;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Reading;
import io.litedrill.replica.Reading.WalStretch;
import io.litedrill.replica.Replica;
import io.litedrill.replica.Salts;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.scan.Depth;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.replica.timeline.LtxLineage.Break;
import io.litedrill.storage.FileObjectStore;
import io.litedrill.storage.StorageListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LtxLineageTest {
    private static final Salts A = new Salts(1, 100);
    private static final Salts B = new Salts(2, 200);

    @TempDir
    Path folder;

    private static Reading wal(Salts salts, long start, long end) {
        return new Reading.Header(Listing.second(1), 3, 4096, new WalStretch(salts, start, end));
    }

    private static List<Break> breaks(Reading... files) {
        Listing listing = new Listing();
        for (int i = 0; i < files.length; i++) {
            listing.ltx(0, i + 1, i + 1, i, files[i]);
        }
        return LtxLineage.breaks(listing.inventory().ltxFiles());
    }

    static Stream<String> golden() {
        return GoldenReplica.names().stream().filter(name -> !name.startsWith("wal"));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void findsOneWriterInWhatRealLitestreamWrote(String name) throws IOException {
        GoldenReplica.load(name).copyTo(folder.resolve("replica"));
        Replica replica = new Replica(new FileObjectStore(folder, StorageListener.NONE), "replica");
        Inventory inventory = new ReplicaScanner(
                        replica, WriterSettings.DEFAULTS, new ReadingCache(1000), InstantSource.system())
                .scan(Depth.FULL)
                .inventory();

        assertThat(LtxLineage.breaks(inventory.ltxFiles())).isEmpty();
    }

    @Test
    void acceptsAWalThatGoesOnOrBeginsAnew() {
        assertThat(breaks(wal(A, 32, 100), wal(A, 100, 200), wal(B, 32, 100), wal(B, 100, 150)))
                .isEmpty();
    }

    @Test
    void acceptsAWalThatIsReadAgainFromItsBeginning() {
        assertThat(breaks(wal(A, 32, 100), wal(A, 32, 200))).isEmpty();
    }

    @Test
    void seesAFileFromTheMiddleOfAnotherWal() {
        assertThat(breaks(wal(A, 32, 100), wal(B, 100, 200), wal(A, 100, 200))).hasSize(2);
    }

    @Test
    void seesAFileThatDoesNotGoOnWhereTheOneBeforeItEnds() {
        assertThat(breaks(wal(A, 32, 100), wal(A, 180, 300))).singleElement().satisfies(each -> {
            assertThat(each.second().minTxid()).isEqualTo(2);
            assertThat(each.why()).contains("offset 180", "offset 100");
        });
    }

    @Test
    void seesSaltsThatComeBack() {
        assertThat(breaks(wal(A, 32, 100), wal(B, 32, 100), wal(A, 32, 100)))
                .singleElement()
                .satisfies(each -> assertThat(each.second().minTxid()).isEqualTo(3));
    }

    @Test
    void reportsNothingAcrossAHoleOrWithoutData() {
        List<LtxFile> hole = new Listing()
                .ltx(0, 1, 1, 1, wal(A, 32, 100))
                .ltx(0, 3, 3, 3, wal(B, 500, 600))
                .inventory()
                .ltxFiles();
        assertThat(LtxLineage.breaks(hole)).isEmpty();
        assertThat(breaks(wal(A, 32, 100), Reading.UNREAD, wal(B, 500, 600))).isEmpty();
    }

    @Test
    void seesCompactedFilesThatOverlapButNotOneThatWasMadeAgain() {
        List<LtxFile> again =
                new Listing().ltx(1, 3, 5, 1).ltx(1, 3, 8, 2).inventory().ltxFiles();
        assertThat(LtxLineage.breaks(again)).isEmpty();
        List<LtxFile> overlap =
                new Listing().ltx(1, 3, 5, 1).ltx(1, 4, 8, 2).inventory().ltxFiles();
        assertThat(LtxLineage.breaks(overlap)).hasSize(1);
    }
}
