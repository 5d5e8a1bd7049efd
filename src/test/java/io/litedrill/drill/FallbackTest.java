package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.RecoveryPoint;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A fallback reports its data loss; a loss below a second is a loss. */
class FallbackTest {
    private static RecoveryPoint at(String time, long txid) {
        return new RecoveryPoint(Instant.parse(time), new LtxPosition(txid));
    }

    @Test
    void lossBelowASecondIsNotReportedAsZero() {
        Fallback fallback = new Fallback(at("2026-11-23T05:46:03.077Z", 9), at("2026-11-23T05:46:02.287Z", 7), true);

        assertThat(fallback.offer()).endsWith("(0000000000000007), less than a second earlier");
    }
}
