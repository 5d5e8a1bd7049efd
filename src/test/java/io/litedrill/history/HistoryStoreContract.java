package io.litedrill.history;

import static io.litedrill.json.SampleResults.GAP;
import static io.litedrill.json.SampleResults.NOON;
import static io.litedrill.json.SampleResults.OVERDUE;
import static io.litedrill.json.SampleResults.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.groups.Tuple.tuple;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Cost;
import io.litedrill.check.Facts;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Hint;
import io.litedrill.check.LiveMemory;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Severity;
import io.litedrill.check.Verdict;
import io.litedrill.check.WalMemory;
import io.litedrill.check.WalMemory.LostWrites;
import io.litedrill.check.WalMemory.SeenCommit;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.ScrubResult;
import io.litedrill.json.SampleResults;
import io.litedrill.live.FileStamp;
import io.litedrill.recover.Audit;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.Salts;
import io.litedrill.replica.WalPosition;
import io.litedrill.replica.memory.KnownFile;
import io.litedrill.replica.memory.KnownFiles;
import io.litedrill.replica.memory.MissedFile;
import io.litedrill.replica.scan.ReplicatedWal;
import io.litedrill.verify.Contents;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests what every store of the history does. The test of an implementation extends this class. */
abstract class HistoryStoreContract {
    private static final ReplicaId SECOND = new ReplicaId("shop", "disk");
    private static final ReplicaId OTHER = new ReplicaId("other", "s3");

    private HistoryStore history;

    /**
     * Opens the store of this test, which is empty at the first call.
     *
     * @param now the time of the clock
     */
    abstract HistoryStore open(Instant now);

    @BeforeEach
    void open() throws Exception {
        history = open(NOON);
    }

    @AfterEach
    void close() {
        history.close();
    }

    @Test
    void latestCheckIsTheNewestOfItsReplica() {
        CheckResult newest = SampleResults.check(SHOP, NOON, GAP);
        history.checks().accept(newest);
        history.checks().accept(SampleResults.check(SHOP, NOON.minusSeconds(60)));
        history.checks().accept(SampleResults.blindCheck(SECOND, NOON.plusSeconds(60)));

        assertThat(history.checks().newest(SHOP)).contains(newest);
        assertThat(history.checks().newest(OTHER)).isEmpty();
    }

    static KnownFiles files(String location, Instant at, KnownFile... files) {
        return new KnownFiles(location, at, List.of(files), List.of());
    }

    @Test
    void filesOfAReplicaAreRemembered() {
        KnownFile first = new KnownFile("app/ltx/0/0000000000000001-0000000000000001.ltx", 7, NOON);
        KnownFile second = new KnownFile("app/ltx/0/0000000000000002-0000000000000002.ltx", 8, NOON.plusNanos(9));
        KnownFiles one = files("s3://b/app", NOON, first);
        KnownFiles two = new KnownFiles(
                "s3://b/app",
                NOON.plusSeconds(60),
                List.of(second),
                List.of(new MissedFile(first, NOON, NOON.plusSeconds(60), MissedFile.Change.GONE)));
        assertThat(history.replicas().files(SHOP)).isEmpty();

        history.replicas().remember(SHOP, Optional.empty(), one);
        assertThat(history.replicas().files(SHOP)).contains(one);
        history.replicas().remember(SHOP, Optional.of(one), one.listedAt(NOON.plusSeconds(30)));
        assertThat(history.replicas().files(SHOP)).contains(one.listedAt(NOON.plusSeconds(30)));
        history.replicas().remember(SHOP, Optional.of(one), two);
        assertThat(history.replicas().files(SHOP)).contains(two);
        history.replicas().remember(SHOP, Optional.empty(), one);
        assertThat(history.replicas().files(SHOP))
                .as("what was listed earlier came later")
                .contains(two);
        KnownFiles moved = files("s3://b/elsewhere", NOON.plusSeconds(90), first);
        history.replicas().remember(SHOP, Optional.of(two), moved);
        assertThat(history.replicas().files(SHOP)).contains(moved);
        assertThat(history.replicas().files(SECOND)).isEmpty();
    }

    @Test
    void contentsOfTheLastGoodDrillAreKeptOnceAReplica() {
        TreeMap<String, Long> rows = new TreeMap<>(Map.of("orders", 12L, "odd \"\n name", 3L));
        ReplicaHistory.LastGood first = new ReplicaHistory.LastGood("7", NOON, new Contents("cafe", 5, rows, true));
        ReplicaHistory.LastGood second =
                new ReplicaHistory.LastGood("8", NOON.plusSeconds(1), new Contents("beef", 6, new TreeMap<>(), false));
        history.replicas().keepLastGood(SHOP, first);
        history.replicas().keepLastGood(SECOND, first);
        history.replicas().keepLastGood(SECOND, second);

        assertThat(history.replicas().lastGood(SHOP)).contains(first);
        assertThat(history.replicas().lastGood(SECOND)).contains(second);
        assertThat(history.replicas().lastGood(OTHER)).isEmpty();
        history.close();
        history = open(NOON);
        assertThat(history.replicas().lastGood(SHOP)).contains(first);
    }

    @Test
    void whatIsKnownOfALiveFileIsKeptOnceAReplica() {
        LiveMemory seen = new LiveMemory(Path.of("/data/app.db"), Optional.empty());
        LiveMemory restored = new LiveMemory(
                Path.of("/data/app.db"),
                Optional.of(new LiveMemory.RestoredFile(
                        new FileStamp(8192, NOON.plusNanos(123_456_789)),
                        new RecoveryPoint(NOON, new LtxPosition(7)),
                        NOON.plusSeconds(1))));
        assertThat(history.replicas().live(SHOP)).isEmpty();

        history.replicas().remember(SHOP, seen);
        history.replicas().remember(SECOND, seen);
        history.replicas().remember(SHOP, restored);
        history.close();
        history = open(NOON);

        assertThat(history.replicas().live(SHOP)).contains(restored);
        assertThat(history.replicas().live(SECOND)).contains(seen);
        assertThat(history.replicas().live(OTHER)).isEmpty();
    }

    @Test
    void latestScrubIsKeptWhole() {
        ScrubResult newest = SampleResults.scrub(SHOP, "b", NOON, GAP);
        history.scrubs().accept(newest);
        history.scrubs().accept(SampleResults.scrub(SHOP, "a", NOON.minusSeconds(60)));

        assertThat(history.scrubs().newest(SHOP)).contains(newest);
        assertThat(history.scrubs().newest(OTHER)).isEmpty();
    }

    /** A scrub that could not read everything is still due. */
    @Test
    void scrubThatCouldNotLookIsNotConclusive() {
        Finding blind = new Finding(
                FindingCode.STORAGE_UNREACHABLE, Severity.UNKNOWN, Facts.text("no answer"), "s3://b", Hint.text(""));
        history.scrubs().accept(SampleResults.scrub(SHOP, "a", NOON.minusSeconds(60)));
        history.scrubs().accept(SampleResults.scrub(SHOP, "b", NOON, blind));

        assertThat(history.lastTimes(SHOP).conclusiveScrub()).contains(NOON.minusSeconds(56));
        assertThat(history.lastTimes(OTHER).conclusiveScrub()).isEmpty();
    }

    @Test
    void whatChecksRememberOfALiveWalIsKeptForEachReplica() {
        ReplicatedWal replicated = new ReplicatedWal(new Salts(0xffffffffL, 7), 1000, new LtxPosition(9), NOON);
        SeenCommit commit = new SeenCommit(new Salts(0, 8), 5_000_000_000L, NOON.plusNanos(1));
        LostWrites ofLtx = new LostWrites(commit, replicated, new LtxPosition(10), NOON.plusSeconds(1));
        WalPosition position = new WalPosition("00000000000000aa", 3, 1000);
        LostWrites ofWal = new LostWrites(
                commit, new ReplicatedWal(new Salts(1, 2), 1000, position, NOON), position, NOON.plusSeconds(2));
        WalMemory memory =
                new WalMemory("file:///replica", Optional.of(replicated), List.of(commit), List.of(ofLtx, ofWal));
        WalMemory nothing = new WalMemory("s3://bucket/other", Optional.empty(), List.of(), List.of());

        history.replicas().remember(SHOP, nothing);
        history.replicas().remember(SHOP, memory);
        history.replicas().remember(OTHER, nothing);

        assertThat(history.replicas().wal(SHOP)).contains(memory);
        assertThat(history.replicas().wal(OTHER)).contains(nothing);
    }

    @Test
    void proofsOfAReplicaAreReplacedTogether() {
        history.replicas().keepAgreedProofs(SHOP, Set.of("one", "two"));
        history.replicas().keepAgreedProofs(OTHER, Set.of("three"));
        history.replicas().keepAgreedProofs(SHOP, Set.of("two", "four"));

        assertThat(history.replicas().agreedProofs(SHOP)).containsExactlyInAnyOrder("two", "four");
        assertThat(history.replicas().agreedProofs(OTHER)).containsExactly("three");
        history.replicas().keepAgreedProofs(SHOP, Set.of());
        assertThat(history.replicas().agreedProofs(SHOP)).isEmpty();
    }

    @Test
    void pagesGoBackThroughAllReplicasOfADatabase() {
        IntStream.range(0, 5).forEach(i -> {
            history.drills().accept(SampleResults.passedDrill(SHOP, "s" + i, NOON.plusSeconds(i)));
            history.drills().accept(SampleResults.passedDrill(OTHER, "o" + i, NOON.plusSeconds(i)));
        });
        history.drills().accept(SampleResults.failedDrill(SECOND, "d", NOON.plusMillis(2500)));

        assertThat(history.drills().page("shop", Page.newest(3)))
                .extracting(drill -> drill.run().runId())
                .containsExactly("s4", "s3", "d");
        assertThat(history.drills().page("shop", new Page(10, Optional.of(NOON.plusMillis(2500)))))
                .extracting(drill -> drill.run().runId())
                .containsExactly("s2", "s1", "s0");
        assertThat(history.drills().page("nobody", Page.newest(3))).isEmpty();
    }

    @Test
    void attemptsToRestoreAreKeptNewestFirstAndPrunedWithTheRest() {
        Audit.Attempt refused = new Audit.Attempt("-", "192.0.2.1", "shop", "restore", "401 no token");
        Audit.Attempt accepted = new Audit.Attempt("oncall", "127.0.0.1", "shop", "restore", "202 accepted as r1");
        history.keep(refused);
        history.keep(accepted);

        assertThat(history.attempts(10))
                .containsExactly(new KeptAttempt(NOON, accepted), new KeptAttempt(NOON, refused));

        history.close();
        history = open(NOON.plus(Duration.ofDays(401)));
        history.prune();
        assertThat(history.attempts(10)).isEmpty();
    }

    @Test
    void pageDoesNotTearResultsOfOneInstantApart() {
        history.checks().accept(SampleResults.check(SHOP, NOON.plusSeconds(1)));
        history.checks().accept(SampleResults.check(SHOP, NOON));
        history.checks().accept(SampleResults.check(SECOND, NOON));
        history.checks().accept(SampleResults.check(SHOP, NOON.minusSeconds(1)));

        assertThat(history.checks().page("shop", Page.newest(2)))
                .extracting(CheckResult::id)
                .containsExactly(SHOP, SECOND, SHOP);
        assertThat(history.checks().page("shop", new Page(2, Optional.of(NOON))))
                .hasSize(1);
    }

    @Test
    void pageHasALimit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Page.newest(0))
                .withMessage("limit: expected 1 to 1000. Found: 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Page.newest(1001));
    }

    @Test
    void drillsAndRestoresAreFoundByTheirId() {
        DrillResult drill = SampleResults.failedDrill(SHOP, "d1", NOON);
        RestoreReport report = SampleResults.restored(SHOP, "r1", NOON);
        history.drills().accept(drill);
        history.restores().accept(report);

        assertThat(history.drills().byId("d1")).contains(drill);
        assertThat(history.drills().byId("r1")).isEmpty();
        assertThat(history.restores().byId("r1")).contains(report);
        assertThat(history.restores().byId("' OR 1=1 --")).isEmpty();
        assertThat(history.restores().page("shop", Page.newest(1))).containsExactly(report);
    }

    @Test
    void firstSeenIsTheEarliestOfAllResults() {
        assertThat(history.replicas().firstSeen(SHOP)).isEmpty();
        history.checks().accept(SampleResults.check(SHOP, NOON));
        history.drills().accept(SampleResults.passedDrill(SHOP, "d1", NOON.plusSeconds(5)));
        assertThat(history.replicas().firstSeen(SHOP)).contains(NOON);

        history.drills().accept(SampleResults.passedDrill(OTHER, "d2", NOON));
        DrillResult earlier = SampleResults.failedDrill(OTHER, "d3", NOON.minusNanos(1));
        history.drills().accept(earlier);
        history.checks().accept(SampleResults.blindCheck(OTHER, NOON));
        assertThat(history.replicas().firstSeen(OTHER))
                .contains(earlier.run().startedAt())
                .hasValueSatisfying(time -> assertThat(time).isBefore(NOON));
    }

    @Test
    void lastFindingsAreOfTheLastCheckThatReadTheReplica() {
        assertThat(history.replicas().lastFindings(SHOP)).isEmpty();

        history.checks().accept(withoutStates(NOON));
        history.checks().accept(SampleResults.blindCheck(SHOP, NOON.plusSeconds(60)));
        assertThat(history.replicas().lastFindings(SHOP)).containsExactly(FindingCode.GAP);
        assertThat(history.replicas().lastFindings(OTHER)).isEmpty();

        history.checks().accept(SampleResults.check(SHOP, NOON.plusSeconds(120)));
        assertThat(history.replicas().lastFindings(SHOP)).doesNotContain(FindingCode.GAP);
    }

    @Test
    void newestAtIsOfTheLastStoredCheckUntilThenThatReadTheReplica() {
        CheckResult sound = SampleResults.check(SHOP, NOON);
        history.checks().accept(sound);
        // an outage of four hours
        IntStream.rangeClosed(1, 24)
                .forEach(i -> history.checks().accept(SampleResults.blindCheck(SHOP, NOON.plusSeconds(600L * i))));
        CheckResult empty = withoutStates(NOON.plus(Duration.ofHours(5)));
        history.checks().accept(empty);

        assertThat(history.replicas().newestAt(SHOP, NOON.minusNanos(1))).isEmpty();
        for (Duration later : List.of(Duration.ZERO, Duration.ofMinutes(10), Duration.ofHours(4))) {
            assertThat(history.replicas().newestAt(SHOP, NOON.plus(later)))
                    .as("%s later", later)
                    .isPresent()
                    .isEqualTo(sound.seen().newest());
        }
        assertThat(history.replicas().newestAt(SHOP, empty.run().at()))
                .as("it read the replica, and found no state")
                .isEmpty();
        assertThat(history.replicas().newestAt(OTHER, NOON)).isEmpty();
    }

    private static CheckResult withoutStates(Instant at) {
        return new CheckResult(
                SHOP,
                new CheckResult.Run(at, new Cost(1, 0)),
                SampleResults.blindCheck(SHOP, at).seen(),
                SampleResults.check(SHOP, at).objectives(),
                List.of(GAP));
    }

    /** The first check of the hour is older than the last one that read the replica. */
    @Test
    void aCheckThatFailsReplacesNoneThatReadTheReplica() {
        checkAfter(0);
        checkAfter(1);
        history.checks().accept(lagging(NOON.plusSeconds(120), Duration.ofSeconds(1)));
        history.checks().accept(SampleResults.blindCheck(SHOP, NOON.plusSeconds(180)));
        history.checks().accept(SampleResults.blindCheck(SHOP, NOON.plusSeconds(240)));
        history.checks().accept(SampleResults.blindCheck(SHOP, NOON.plusSeconds(300)));

        assertThat(minutes()).containsExactly(5L, 3L, 2L, 0L);
        assertThat(history.replicas().lastSync(SHOP).orElseThrow().inSync())
                .as("the last check that could compare")
                .isEqualTo(NOON.plusSeconds(119));
    }

    @Test
    void remembersTheResultsOfDrills() {
        assertThat(history.replicas().drills(SHOP)).isEmpty();
        history.drills().accept(SampleResults.passedDrill(SHOP, "d1", NOON));
        history.drills().accept(SampleResults.failedDrill(SHOP, "d2", NOON.plusSeconds(100)));
        history.drills().accept(SampleResults.inconclusiveDrill(SHOP, "d3", NOON.plusSeconds(200)));

        assertThat(history.replicas().drills(SHOP))
                .contains(new ReplicaHistory.PastDrills(
                        NOON.plusSeconds(200),
                        Optional.of(NOON.plusMillis(3750)),
                        Optional.of(NOON.plusMillis(103_750)),
                        Optional.of(new ReplicaHistory.Speed(2.25, 34_567))));
    }

    /** An incremental drill reads too little to measure the duration of a restore. */
    @Test
    void theSpeedIsThatOfTheLastFullDrill() {
        history.drills().accept(SampleResults.incrementalDrill(SHOP, "d1", NOON));
        assertThat(history.replicas().drills(SHOP).orElseThrow().speed()).isEmpty();

        history.drills().accept(SampleResults.passedDrill(SHOP, "d2", NOON.plusSeconds(100)));
        history.drills().accept(SampleResults.incrementalDrill(SHOP, "d3", NOON.plusSeconds(200)));

        assertThat(history.replicas().drills(SHOP).orElseThrow().speed())
                .contains(new ReplicaHistory.Speed(2.25, 34_567));
    }

    @Test
    void inconclusiveDrillIsNeitherASuccessNorAFailure() {
        history.drills().accept(SampleResults.inconclusiveDrill(SHOP, "d1", NOON));

        assertThat(history.replicas().drills(SHOP))
                .contains(new ReplicaHistory.PastDrills(NOON, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Test
    void everHeldIsTrueAfterAnyResultThatShowedABackupAndStaysTrue() {
        history.checks().accept(SampleResults.blindCheck(OTHER, NOON));
        history.checks().accept(SampleResults.check(SHOP, NOON.minus(Duration.ofDays(500))));
        history.restores().accept(SampleResults.refused(SECOND, "r1", NOON));
        assertThat(history.everHeld(SHOP)).isTrue();
        assertThat(history.everHeld(OTHER)).isFalse();
        assertThat(history.everHeld(SECOND)).isFalse();

        history.checks().accept(SampleResults.blindCheck(SHOP, NOON));
        history.prune();
        assertThat(history.checks().page("shop", Page.newest(10))).hasSize(1);
        assertThat(history.everHeld(SHOP)).isTrue();
        history.drills().accept(SampleResults.passedDrill(OTHER, "d1", NOON));
        assertThat(history.everHeld(OTHER)).isTrue();
        history.restores().accept(SampleResults.restored(SECOND, "r2", NOON));
        assertThat(history.everHeld(SECOND)).isTrue();
    }

    @Test
    void lastTimesAreThoseOfTheMetrics() {
        history.checks().accept(SampleResults.blindCheck(SHOP, NOON.plusSeconds(60)));
        history.drills().accept(SampleResults.passedDrill(SHOP, "d1", NOON));
        history.restores().accept(SampleResults.restored(SHOP, "r1", NOON));
        history.restores().accept(SampleResults.refused(SHOP, "r2", NOON.plusSeconds(9)));

        assertThat(history.lastTimes(SHOP))
                .isEqualTo(new LastTimes(
                        Optional.of(NOON.plusSeconds(60)),
                        Optional.of(NOON.plusMillis(3750)),
                        Optional.of(NOON.plusMillis(3750)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(NOON.plusMillis(1500))));
        assertThat(history.lastTimes(OTHER).check()).isEmpty();

        history.drills().accept(SampleResults.failedDrill(OTHER, "d2", NOON));
        assertThat(history.lastTimes(OTHER).failedDrill()).isPresent();
        assertThat(history.lastTimes(OTHER).passedDrill()).isEmpty();
        assertThat(history.lastTimes(OTHER).drill())
                .isEqualTo(history.lastTimes(OTHER).failedDrill());
    }

    @Test
    void survivesClosingAndOpening() {
        CheckResult check = SampleResults.check(SHOP, NOON, GAP);
        history.checks().accept(check);
        history.close();
        history = open(NOON);

        assertThat(history.checks().newest(SHOP)).contains(check);
        assertThat(history.replicas().firstSeen(SHOP)).contains(NOON);
        assertThat(history.trouble()).isEmpty();
    }

    @Test
    void interruptedDrillIsKept() {
        Thread.currentThread().interrupt();
        history.drills().accept(SampleResults.inconclusiveDrill(SHOP, "d1", NOON));

        assertThat(Thread.interrupted()).as("interrupt is handed on").isTrue();
        assertThat(history.drills().byId("d1")).isPresent();
    }

    @Test
    void sameRunTwiceIsKeptOnceAndDoesNotThrow() {
        DrillResult first = SampleResults.passedDrill(SHOP, "d1", NOON);
        history.drills().accept(first);
        history.drills().accept(SampleResults.failedDrill(SHOP, "d1", NOON.plusSeconds(1)));

        assertThat(history.drills().page("shop", Page.newest(10))).containsExactly(first);
    }

    @Test
    void pruneKeepsTheNewestCheckAndEachChangeOfVerdict() {
        checkAt(Duration.ofDays(401), GAP); // a change, older than every retention
        checkAt(Duration.ofDays(30)); // a change
        checkAt(Duration.ofDays(29));
        checkAt(Duration.ofDays(28), OVERDUE); // a change
        checkAt(Duration.ofDays(27), OVERDUE);
        checkAt(Duration.ofDays(6), OVERDUE);
        history.checks().accept(SampleResults.check(OTHER, NOON.minus(Duration.ofDays(500))));
        history.prune();

        assertThat(history.checks().page("shop", Page.newest(10)))
                .extracting(check -> Duration.between(check.run().at(), NOON).toDays())
                .containsExactly(6L, 28L, 30L);
        assertThat(history.checks().newest(OTHER)).isPresent();
    }

    @Test
    void pruneDeletesManySamples() {
        Instant old = NOON.minus(Duration.ofDays(300));
        IntStream.range(0, 2500)
                .forEach(i -> history.checks().accept(SampleResults.check(SHOP, old.plusSeconds(3600L * i))));
        history.prune();

        assertThat(history.checks().page("shop", Page.newest(10)))
                .extracting(check -> check.run().at())
                .containsExactly(old.plusSeconds(3600L * 2499), old);
    }

    @Test
    void ofChecksWithoutAChangeTheFirstOfEachHourAndTheNewestAreStored() {
        IntStream.range(0, 150).forEach(minute -> checkAfter(minute));

        assertThat(minutes()).containsExactly(149L, 120L, 60L, 0L);
        assertThat(history.checks().newest(SHOP))
                .contains(SampleResults.check(SHOP, NOON.plus(Duration.ofMinutes(149))));
    }

    @Test
    void aCheckThatChangesTheVerdictOrTheCodesOfTheFindingsIsStored() {
        checkAfter(0);
        checkAfter(1);
        checkAfter(2, GAP);
        checkAfter(3, GAP);
        checkAfter(4, GAP, OVERDUE);
        checkAfter(5, GAP, OVERDUE);
        checkAfter(6);
        checkAfter(7);
        history.checks().accept(SampleResults.check(SECOND, NOON.plus(Duration.ofMinutes(8))));

        assertThat(minutes()).containsExactly(8L, 7L, 6L, 4L, 2L, 0L);
    }

    private void checkAfter(int minutes, Finding... findings) {
        history.checks().accept(SampleResults.check(SHOP, NOON.plus(Duration.ofMinutes(minutes)), findings));
    }

    private List<Long> minutes() {
        return history.checks().page("shop", Page.newest(100)).stream()
                .map(check -> Duration.between(NOON, check.run().at()).toMinutes())
                .toList();
    }

    @Test
    void pruneDeletesOldDrillsAndRestores() {
        Instant old = NOON.minus(Duration.ofDays(401));
        history.drills().accept(SampleResults.passedDrill(SHOP, "old", old));
        history.drills().accept(SampleResults.passedDrill(SHOP, "new", NOON.minus(Duration.ofDays(399))));
        history.restores().accept(SampleResults.restored(SHOP, "old", old));
        history.prune();

        assertThat(history.drills().byId("old")).isEmpty();
        assertThat(history.drills().byId("new")).isPresent();
        assertThat(history.restores().byId("old")).isEmpty();
        assertThat(history.replicas().firstSeen(SHOP)).contains(old);
    }

    private void checkAt(Duration ago, Finding... findings) {
        history.checks().accept(SampleResults.check(SHOP, NOON.minus(ago), findings));
    }

    private static CheckResult lagging(Instant at, Duration lag) {
        CheckResult check = SampleResults.check(SHOP, at);
        CheckResult.Seen seen = check.seen();
        return new CheckResult(
                check.id(),
                check.run(),
                new CheckResult.Seen(
                        seen.newest(),
                        Optional.of(lag),
                        seen.lagBasis(),
                        seen.windowStart(),
                        seen.snapshots(),
                        seen.extent()),
                check.objectives(),
                check.findings());
    }

    @Test
    void aPartOfThePeriodHasTheWorstOfItsChecks() {
        history.checks().accept(lagging(NOON.minusSeconds(7200), Duration.ofSeconds(1)));
        history.checks().accept(lagging(NOON.minusSeconds(3599), Duration.ofMillis(2500)));
        history.checks().accept(SampleResults.check(SHOP, NOON.minusSeconds(60), GAP));
        history.checks().accept(lagging(NOON.minusSeconds(30), Duration.ofSeconds(1)));
        history.checks().accept(SampleResults.check(SECOND, NOON.minusSeconds(30)));

        assertThat(history.trend(SHOP, NOON.minus(Duration.ofDays(7)), Duration.ofHours(1)))
                .extracting(TrendPoint::from, TrendPoint::lag, TrendPoint::verdict, TrendPoint::checks)
                .containsExactly(
                        tuple(NOON.minusSeconds(7200), Optional.of(Duration.ofSeconds(1)), Verdict.OK, 1),
                        tuple(NOON.minusSeconds(3599), longest(), Verdict.CRITICAL, 3));
        assertThat(history.trend(SHOP, NOON.minusSeconds(45), Duration.ofHours(1)))
                .hasSize(1);
        assertThat(history.trend(SHOP, NOON, Duration.ofHours(1))).isEmpty();
    }

    /** Returns the longest lag, including that of the sample with a gap. */
    private static Optional<Duration> longest() {
        return SampleResults.check(SHOP, NOON, GAP)
                .seen()
                .lag()
                .filter(lag -> lag.compareTo(Duration.ofMillis(2500)) > 0)
                .or(() -> Optional.of(Duration.ofMillis(2500)));
    }

    @Test
    void theLagOfAPartIsThatOfItsNewestCheck() {
        long now = NOON.getEpochSecond() / 3600;
        history.checks().accept(lagging(NOON.minusSeconds(3600 * 5), Duration.ofSeconds(5)));
        history.checks().accept(lagging(NOON.minusSeconds(1800), Duration.ofSeconds(9)));
        history.checks().accept(lagging(NOON.minusSeconds(1), Duration.ofSeconds(1)));

        assertThat(history.lags(SHOP, 3, Duration.ofHours(1)))
                .containsOnlyKeys(now - 1)
                .containsValue(Duration.ofSeconds(1));
        assertThat(history.lags(SHOP, 6, Duration.ofHours(1))).containsOnlyKeys(now - 5, now - 1);
        assertThat(history.lags(SECOND, 6, Duration.ofHours(1))).isEmpty();
    }
}
