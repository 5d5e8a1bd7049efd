package io.litedrill.replica.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.fuzz.FuzzTarget;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.InventoryReader;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Reading;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalPosition;
import io.litedrill.replica.WriterSettings;
import io.litedrill.storage.MemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Any names as a replica's listing. Each line of the input is a key, the seconds of its time, and the result of
 * reading the file: {@code d} damaged, {@code o} opened, or its length.
 */
class TimelineFuzzTest extends FuzzTarget {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final int MOST_FILES = 200;
    private static final String WAL = "generations/00000000000000aa/";

    @Override
    protected Stream<byte[]> seeds() {
        return Stream.of(
                        WAL + "snapshots/00000000.snapshot.lz4 0 o\n" + WAL + "wal/00000000_00000000.wal.lz4 1 1080\n"
                                + WAL + "wal/00000000_00000438.wal.lz4 2 536\n" + WAL
                                + "wal/00000001_00000000.wal.lz4 3 568",
                        WAL
                                + "wal/00000003_00000000.wal.lz4 9 32\ngenerations/00000000000000ab/snapshots/00000007.snapshot.lz4 1",
                        "ltx/9/0000000000000001-0000000000000003.ltx 1\nltx/0/0000000000000004-0000000000000004.ltx 2\n"
                                + "ltx/1/0000000000000004-0000000000000006.ltx 3\n0000/0000000000000008-ffffffffffffffff.ltx 4 d",
                        "0000/0000000000000001-0000000000000001.ltx 4\n/0001/0000000000000001-0000000000000002.ltx 7")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected void read(byte[] input) throws Exception {
        MemoryObjectStore store = new MemoryObjectStore();
        Map<String, Reading> readings = new HashMap<>();
        new String(input, StandardCharsets.UTF_8).lines().limit(MOST_FILES).forEach(line -> {
            String[] words = line.split(" ", -1);
            store.put(words[0], new byte[] {1}, START.plusSeconds(words.length > 1 ? number(words[1]) : 0));
            readings.put(words[0], words.length > 2 ? reading(words[2]) : Reading.UNREAD);
        });
        Replica replica = new Replica(store, "");
        Inventory inventory = InventoryReader.list(replica)
                .map(file -> file.with(readings.getOrDefault(file.object().key(), Reading.UNREAD)));
        judge(Timeline.of(replica, inventory, WriterSettings.DEFAULTS, START.plusSeconds(100_000)), inventory);
        positions(new String(input, StandardCharsets.UTF_8));
    }

    private static Reading reading(String word) {
        return switch (word) {
            case "d" -> new Reading.Damaged("it is");
            case "o" -> new Reading.Opened();
            default -> new Reading.Measured(number(word), Optional.empty());
        };
    }

    private static long number(String word) {
        return word.matches("[0-9]{1,9}") ? Long.parseLong(word) : 0;
    }

    private static void judge(Timeline timeline, Inventory inventory) {
        List<ReplicaFile> files = inventory.files().toList();
        timeline.points().forEach(point -> {
            Optional<Chain> chain = timeline.chainTo(point.position());
            assertThat(chain).isPresent();
            assertThat(chain.get().files().toList()).doesNotHaveDuplicates().isSubsetOf(files);
            assertThat(chain.get().files()).noneMatch(file -> file.reading() instanceof Reading.Damaged);
        });
        Window window = timeline.window();
        assertThat(window.newest()).isEqualTo(timeline.newest());
        timeline.points().forEach(point -> isMeantBy(timeline, point));
        timeline.holeAtEnd().ifPresent(hole -> assertThat(timeline.holes()).contains(hole));
        timeline.pendingUntil();
        timeline.newerPendingUntil();
    }

    /**
     * A time selects no later point; the time of an LTX file itself is before the content of the file, as in real
     * Litestream.
     */
    private static void isMeantBy(Timeline timeline, RecoveryPoint point) {
        Optional<RecoveryPoint> meant = timeline.at(point.time());
        assertThat(meant.isPresent() || point.position() instanceof LtxPosition).isTrue();
        meant.ifPresent(other -> {
            assertThat(other.time()).isBeforeOrEqualTo(point.time());
            assertThat(timeline.points()).contains(other);
        });
    }

    /** A parsed position is written in the same form, except for the case of its digits. */
    private static void positions(String text) {
        try {
            WalPosition position = WalPosition.parse(text);
            assertThat(WalPosition.parse(position.toString())).isEqualTo(position);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("GENERATION/INDEX:OFFSET");
        }
        try {
            LtxPosition position = LtxPosition.parse(text);
            assertThat(LtxPosition.parse(position.toString())).isEqualTo(position);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("a TXID is 1 to 16 hex digits");
        }
    }
}
