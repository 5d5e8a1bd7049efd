package io.litedrill.check;

import static io.litedrill.replica.Listing.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.live.FileStamp;
import io.litedrill.live.LiveState;
import io.litedrill.live.LiveState.Salts;
import io.litedrill.live.LiveState.Wal;
import io.litedrill.live.LiveState.WalState;
import io.litedrill.replica.Listing;
import io.litedrill.replica.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StaleRuleTest {
    private static final long DAY = 86_400;

    private static Listing wal() {
        return new Listing().snapshot(0, 0).segment(0, 0, 1000, 5);
    }

    private static LiveState live(long end, long modified) {
        Salts salts = new Salts(Listing.SALTS.first(), Listing.SALTS.second());
        Wal wal = new Wal(WalState.COMMITS, Optional.of(salts), OptionalLong.of(end));
        return new LiveState.Present(wal, second(modified), new FileStamp(4096, second(modified)));
    }

    private static List<Finding> judge(Case of) {
        return new StaleRule().judge(of.at(DAY));
    }

    @Test
    void anIdleDatabaseThatIsReplicatedIsNotStale() {
        assertThat(judge(new Case(wal()).live(live(1000, 5)))).isEmpty();
        assertThat(Lag.measure(new Case(wal()).live(live(1000, 5)).at(DAY)).map(Lag::behind))
                .contains(Duration.ZERO);
    }

    @Test
    void changesThatAreNotReplicatedAreStalePastTheRpo() {
        assertThat(judge(new Case(wal()).live(live(2000, 6)))).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.STALE);
            assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(finding.message()).contains("23h 59m").contains("5m");
            assertThat(finding.where()).isEqualTo("memory://store/app");
            assertThat(finding.hint().text()).contains("Litestream");
        });
        assertThat(new StaleRule().judge(new Case(wal()).live(live(2000, 6)).at(300)))
                .isEmpty();
    }

    private static ReplicaHistory inSyncAt(long second, long newest) {
        return new ReplicaHistory() {
            @Override
            public Optional<Instant> firstSeen(ReplicaId id) {
                return Optional.empty();
            }

            @Override
            public Optional<PastDrills> drills(ReplicaId id) {
                return Optional.empty();
            }

            @Override
            public Optional<LastSync> lastSync(ReplicaId id) {
                return Optional.of(new LastSync(second(second), second(newest)));
            }
        };
    }

    @Test
    void whatWasInSyncAtTheLastLookIsBehindSinceThenAndNotSinceItsNewestPoint() {
        Case written = new Case(wal()).live(live(2000, DAY));

        assertThat(judge(written.memory(inSyncAt(DAY - 60, 5)))).isEmpty();
        assertThat(judge(written.memory(inSyncAt(DAY - 600, 5)))).hasSize(1);
    }

    @Test
    void aReplicaThatLostFilesSinceTheLastLookIsJudgedByWhatItHas() {
        assertThat(judge(new Case(wal()).live(live(2000, DAY)).memory(inSyncAt(DAY - 60, 50))))
                .hasSize(1);
    }

    @Test
    void otherSaltsAreAnotherWal() {
        Wal wal = new Wal(WalState.COMMITS, Optional.of(new Salts(1, 2)), OptionalLong.of(1000));

        assertThat(judge(new Case(wal()).live(new LiveState.Present(wal, second(6), new FileStamp(1, second(6))))))
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(value = WalState.class, names = "COMMITS", mode = EnumSource.Mode.EXCLUDE)
    void withoutAWalToCompareTimesDecideAndTheFindingSaysSo(WalState state) {
        Wal wal = new Wal(state, Optional.empty(), OptionalLong.empty());

        assertThat(judge(new Case(wal()).live(new LiveState.Present(wal, second(15), new FileStamp(1, second(15))))))
                .isEmpty();
        assertThat(judge(new Case(wal()).live(new LiveState.Present(wal, second(16), new FileStamp(1, second(16))))))
                .singleElement()
                .matches(finding -> finding.message().contains("modification times"))
                .matches(finding -> !finding.message().contains("not in the replica"));
    }

    @Test
    void theLagNamesWhatItWasMeasuredBy() {
        assertThat(Lag.measure(new Case(wal()).live(live(1000, 5)).at(DAY)))
                .contains(new Lag(Duration.ZERO, LagBasis.POSITION, true));
        assertThat(Lag.measure(new Case(wal()).live(live(2000, 5)).at(65)))
                .contains(new Lag(Duration.ofSeconds(60), LagBasis.POSITION, false));
        assertThat(Lag.measure(new Case(wal()).live(new LiveState.Missing()).at(DAY)))
                .isEmpty();
    }

    /** A tolerated difference does not prove that nothing is missing. */
    @Test
    void aDifferenceOfTimesThatIsToleratedIsReportedAndNotZero() {
        Wal gone = new Wal(WalState.NONE, Optional.empty(), OptionalLong.empty());

        assertThat(Lag.measure(new Case(wal())
                        .live(new LiveState.Present(gone, second(5), new FileStamp(1, second(5))))
                        .at(DAY)))
                .contains(new Lag(Duration.ZERO, LagBasis.MTIME, true));
        assertThat(Lag.measure(new Case(wal())
                        .live(new LiveState.Present(gone, second(12), new FileStamp(1, second(12))))
                        .at(DAY)))
                .contains(new Lag(Duration.ofSeconds(7), LagBasis.MTIME, true));
        assertThat(Lag.measure(new Case(wal())
                        .live(new LiveState.Present(gone, second(16), new FileStamp(1, second(16))))
                        .at(DAY)))
                .contains(new Lag(Duration.ofSeconds(DAY - 5), LagBasis.MTIME, false));
    }

    /** The end of the newest segment is unknown before it is measured, so no difference can be reported. */
    @Test
    void anUnmeasuredNewestSegmentIsNoFinding() {
        Listing listing = wal().segment(Listing.GENERATION, 0, 1000, 6, Reading.UNREAD);

        assertThat(judge(new Case(listing).live(live(2000, 6)))).isEmpty();
    }

    @Test
    void theNewestLevelZeroHeaderIsCompared() {
        Reading header = new Reading.Header(second(9), 3, 4096, new Reading.WalStretch(Listing.SALTS, 32, 1000));
        Listing listing = new Listing().ltx(9, 1, 1, 0).ltx(0, 2, 2, 9, header);

        assertThat(judge(new Case(listing).live(live(1000, 9)))).isEmpty();
        assertThat(judge(new Case(listing).live(live(1001, 9)))).hasSize(1);
    }

    @Test
    void idleAndStoppedLookTheSameWithoutTheLiveFile() {
        assertThat(judge(new Case(wal()))).singleElement().returns(Severity.WARNING, Finding::severity);
        assertThat(judge(new Case(wal()).live(new LiveState.Missing()))).hasSize(1);
        assertThat(judge(new Case(wal()).live(new LiveState.Unreadable("no")))).hasSize(1);
        assertThat(new StaleRule().judge(new Case(wal()).at(300))).isEmpty();
    }

    @Test
    void promisedWritesDecideUnseen() {
        Objectives promise = new Objectives(
                Duration.ofMinutes(5),
                Optional.empty(),
                Duration.ofDays(2),
                Optional.empty(),
                Optional.of(Duration.ofMinutes(15)));

        assertThat(judge(new Case(wal()).objectives(promise)))
                .singleElement()
                .returns(Severity.CRITICAL, Finding::severity);
        assertThat(new StaleRule().judge(new Case(wal()).objectives(promise).at(600)))
                .isEmpty();
    }

    /** A live file that is equal to the replica shows that Litestream runs, not that the application writes. */
    @Test
    void promisedWritesCountWhereTheLiveFileIsVisible() {
        Objectives promise = new Objectives(
                Duration.ofMinutes(5),
                Optional.empty(),
                Duration.ofDays(2),
                Optional.empty(),
                Optional.of(Duration.ofMinutes(15)));
        Case idle = new Case(wal()).live(live(1000, 5)).objectives(promise);

        assertThat(judge(idle)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(finding.message()).contains("nothing was replicated for", "at least every 15m");
        });
        assertThat(new StaleRule().judge(idle.at(600))).isEmpty();
    }
}
