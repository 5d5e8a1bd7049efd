package io.litedrill.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.recover.Audit.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditLimitTest {
    private final List<Attempt> kept = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-29T05:00:00Z");
    private final AuditLimit audit = new AuditLimit(kept::add, () -> now);

    private void ask(String who, String from, int times) {
        for (int i = 0; i < times; i++) {
            audit.keep(new Attempt(who, from, "app", "restore", "401 no token"));
        }
    }

    @Test
    void requestsWithoutATokenAreLimitedForEachAddressAndMinute() {
        ask("-", "10.0.0.1", 100);
        assertThat(kept).hasSize(10);
        ask("-", "10.0.0.2", 3);
        assertThat(kept).hasSize(13);

        now = now.plus(Duration.ofSeconds(61));
        ask("-", "10.0.0.1", 1);
        assertThat(kept).hasSize(14);
        assertThat(kept.get(13).answer())
                .isEqualTo("401 no token. Before it, 90 more without a token were not recorded");
    }

    @Test
    void requestsWithATokenAreAllRecorded() {
        ask("oncall", "10.0.0.1", 100);
        assertThat(kept).hasSize(100);
    }
}
