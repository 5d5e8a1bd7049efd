package io.litedrill.replica.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.Listing;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.WalPosition;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeRequestTest {
    private static final WalPosition WAL = new WalPosition("0123456789abcdef", 1, 4152);

    private static Timeline levelZero() {
        Listing listing = new Listing();
        for (int txid = 1; txid <= 20; txid++) {
            listing.ltx(0, txid, txid, 10L * txid);
        }
        return listing.timeline();
    }

    @Test
    void pointsAroundATimeAreThoseOnBothSides() {
        Timeline timeline = levelZero();

        assertThat(timeline.around(Listing.second(100), 2))
                .extracting(point -> ((LtxPosition) point.position()).txid())
                .containsExactly(9L, 10L, 11L, 12L);
        assertThat(timeline.around(Listing.second(5), 2)).hasSize(2);
        assertThat(timeline.around(Listing.second(500), 3)).hasSize(3);
        assertThat(timeline.after(Listing.second(100))).map(RecoveryPoint::time).contains(Listing.second(110));
        assertThat(timeline.after(Listing.second(200))).isEmpty();
        assertThat(timeline.window().spans().get(0).largestStep()).isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-01T12:00:00Z, PT1S",
        "2026-11-01T12:00:00.500Z, PT0.001S",
        "2026-11-01T12:00:00.500001Z, PT0S",
        "2026-11-01T12:00:00.416485268Z, PT0S"
    })
    void aTimeIsRoundedToTheUnitThatItHas(Instant time, Duration rounding) {
        assertThat(new RecoveryPoint(time, WAL).rounding()).isEqualTo(rounding);
        assertThat(new RecoveryPoint(time, new LtxPosition(1)).rounding()).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void distancesAreNeverNegativeAndNeverOverflow() {
        Instant requested = Instant.parse("2026-11-01T12:00:00.250Z");
        RecoveryPoint second = new RecoveryPoint(Instant.parse("2026-11-01T12:00:00Z"), WAL);
        TimeRequest request = TimeRequest.at(requested);

        assertThat(request.earlierBy(second)).contains(Duration.ofMillis(250));
        assertThat(request.laterByUpTo(second)).contains(Duration.ofMillis(750));
        assertThat(TimeRequest.at(second.time().plusSeconds(1)).laterByUpTo(second))
                .contains(Duration.ZERO);
        assertThat(TimeRequest.NONE.earlierBy(second)).isEmpty();
        RecoveryPoint last = new RecoveryPoint(Instant.MAX, new LtxPosition(1));
        assertThat(TimeRequest.at(Instant.MIN).laterByUpTo(last)).isPresent();
        assertThat(TimeRequest.at(Instant.MIN).earlierBy(last)).contains(Duration.ZERO);
        assertThat(second.toString()).isEqualTo("2026-11-01T12:00:00Z (0123456789abcdef/00000001:4152)");
    }
}
