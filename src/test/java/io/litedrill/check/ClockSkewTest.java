package io.litedrill.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.litestream.CaseArchive;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.storage.FileObjectStore;
import io.litedrill.storage.MemoryObjectStore;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.StorageListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong clocks: the finding names them, and no unknown age is reported. */
class ClockSkewTest {
    private static final Instant NOW = Instant.parse("2026-11-29T00:00:00Z");

    @TempDir
    Path folder;

    private CheckResult check(ObjectStore store, Instant now, Optional<Path> live) {
        return new Checker(ReplicaHistory.NONE, new ReadingCache(1000), () -> now, duration -> {})
                .check(new CheckedReplica(
                        new ReplicaId("app", "file"),
                        new Replica(store, "replica"),
                        live,
                        Case.OBJECTIVES,
                        WriterSettings.DEFAULTS));
    }

    private static MemoryObjectStore golden(String name, Instant newest) throws IOException {
        MemoryObjectStore store = new MemoryObjectStore();
        GoldenReplica golden = GoldenReplica.load(name);
        Duration shift = Duration.between(golden.newestFile(), newest);
        for (var file : golden.manifest().files()) {
            store.put(
                    "replica/" + file.path(),
                    Files.readAllBytes(golden.files().resolve(file.path())),
                    file.mtime().plus(shift));
        }
        return store;
    }

    private static List<Finding> skews(CheckResult result) {
        return result.findings().stream()
                .filter(finding -> finding.code() == FindingCode.CLOCK_SKEW)
                .toList();
    }

    @Test
    void filesOfTheFutureAreAWarningThatSaysWhatIsNotJudged() {
        Path unpacked = CaseArchive.unpack("times-in-the-future", folder);

        CheckResult result = check(new FileObjectStore(unpacked, StorageListener.NONE), NOW, Optional.empty());

        assertThat(result.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(skews(result)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message())
                    .contains(
                            "2036-01-01T00:00:00Z",
                            NOW.toString(),
                            "Either",
                            "this machine's clock is behind",
                            "stale");
            assertThat(finding.hint().text()).contains("date -u");
        });
        assertThat(result.seen().newest()).isPresent();
    }

    /** The store's clock decides between the two. */
    @Test
    void theStoresClockShowsWhichClockIsWrong() throws IOException {
        MemoryObjectStore agreeing = golden("wal/snapshots", NOW.plus(Duration.ofDays(3)));
        agreeing.answersAt(NOW.plusSeconds(2));
        assertThat(skews(check(agreeing, NOW, Optional.empty())))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .contains("agrees with the store's", "runs Litestream")
                        .doesNotContain("Either"));

        MemoryObjectStore ahead = golden("wal/snapshots", NOW.plus(Duration.ofHours(2)));
        ahead.answersAt(NOW.plus(Duration.ofHours(2)));
        assertThat(skews(check(ahead, NOW, Optional.empty())))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.message()).contains("This machine's clock is 2h behind the store's"));
    }

    /** Its ages are too large then: a replica may be reported as stale and be current. */
    @Test
    void aMachineWhoseClockIsAheadOfTheStoreIsNamed() throws IOException {
        MemoryObjectStore store = golden("wal/snapshots", NOW.minusSeconds(60));
        store.answersAt(NOW.minus(Duration.ofHours(1)));

        assertThat(skews(check(store, NOW, Optional.empty())))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.message()).contains("This machine's clock is 1h ahead of the store's"));
    }

    @Test
    void clocksThatDifferBySecondsAreNoFinding() throws IOException {
        MemoryObjectStore store = golden("wal/snapshots", NOW.plusSeconds(20));
        store.answersAt(NOW.plusSeconds(30));

        assertThat(skews(check(store, NOW, Optional.empty()))).isEmpty();
    }

    /** A header of 0.5 has the writer's time, even in a store whose own times are correct. */
    @Test
    void headersOfTheFutureAreSeenWhereTheStoresTimesAreRight() throws IOException {
        Path copy = folder.resolve("replica");
        GoldenReplica.load("ltx/basic").copyTo(copy, NOW.plus(Duration.ofDays(400)));
        try (var files = Files.walk(copy)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(60)));
            }
        }

        CheckResult result = check(new FileObjectStore(folder, StorageListener.NONE), NOW, Optional.empty());

        assertThat(skews(result))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("11 of 11 files", "stale"));
    }

    @Test
    void oneFutureFileAmongManyIsNamed() throws IOException {
        MemoryObjectStore store = golden("wal/snapshots", NOW.minusSeconds(60));
        String old = "replica/generations/4c2ff0b1790ee7e1/snapshots/00000002.snapshot.lz4";
        store.put(old, store.bytes(old), NOW.plus(Duration.ofDays(30)));

        CheckResult result = check(store, NOW, Optional.empty());

        assertThat(skews(result)).singleElement().satisfies(finding -> {
            assertThat(finding.where()).endsWith("00000002.snapshot.lz4");
            assertThat(finding.message()).contains("1 of ").doesNotContain("stale");
        });
    }

    /** If only times can be compared, a future time would hide every change. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLagThatCannotBeJudgedIsNotZero(boolean changed) throws IOException {
        MemoryObjectStore store = golden("wal/snapshots", NOW.plus(Duration.ofDays(400)));
        Path live = Files.write(folder.resolve("app.db"), new byte[4096]);
        Files.setLastModifiedTime(live, FileTime.from(NOW.minus(Duration.ofDays(changed ? 1 : 9))));

        CheckResult result = check(store, NOW, Optional.of(live));

        assertThat(result.seen().lag()).isEmpty();
        assertThat(skews(result)).hasSize(1);
    }

    /** Otherwise a snapshot with a future time and no segment after it would be too recent until then. */
    @Test
    void aLoneSnapshotOfTheFutureCanBeRestored() throws IOException {
        MemoryObjectStore store = golden("wal/basic", NOW.plus(Duration.ofDays(400)));
        for (var file : GoldenReplica.load("wal/basic").manifest().files()) {
            if (file.path().contains("/wal/")) {
                store.delete("replica/" + file.path());
            }
        }

        CheckResult result = check(store, NOW, Optional.empty());

        assertThat(result.seen().newest()).isPresent();
        assertThat(result.verdict()).isEqualTo(Verdict.WARNING);
    }
}
