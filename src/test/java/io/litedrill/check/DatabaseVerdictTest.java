package io.litedrill.check;

import static io.litedrill.check.Verdict.CRITICAL;
import static io.litedrill.check.Verdict.OK;
import static io.litedrill.check.Verdict.UNKNOWN;
import static io.litedrill.check.Verdict.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DatabaseVerdictTest {
    @Test
    void oneReplicaDecidesAlone() {
        for (Verdict verdict : Verdict.values()) {
            assertThat(DatabaseVerdict.of(List.of(verdict))).isEqualTo(verdict);
        }
    }

    @Test
    void theBestReplicaDecides() {
        assertThat(DatabaseVerdict.of(List.of(OK, OK))).isEqualTo(OK);
        assertThat(DatabaseVerdict.of(List.of(CRITICAL, WARNING))).isEqualTo(WARNING);
        assertThat(DatabaseVerdict.of(List.of(CRITICAL, UNKNOWN))).isEqualTo(UNKNOWN);
        assertThat(DatabaseVerdict.of(List.of(CRITICAL, CRITICAL))).isEqualTo(CRITICAL);
    }

    @Test
    void aWorseReplicaAddsAWarning() {
        assertThat(DatabaseVerdict.of(List.of(OK, CRITICAL))).isEqualTo(WARNING);
        assertThat(DatabaseVerdict.of(List.of(UNKNOWN, OK))).isEqualTo(WARNING);
    }

    @Test
    void withoutReplicasNothingIsKnown() {
        assertThat(DatabaseVerdict.of(List.of())).isEqualTo(UNKNOWN);
    }
}
