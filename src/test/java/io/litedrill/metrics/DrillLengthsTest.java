package io.litedrill.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DrillLengthsTest {
    @Test
    void aBoundBelongsToItsBucket() {
        DrillLengths durations = Stream.of(0.0, 1.0, 1.1, 10_800.0, 10_801.0)
                .reduce(DrillLengths.NONE, DrillLengths::with, (one, two) -> two);

        assertThat(durations.buckets()).isEqualTo(List.of(2L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, 1L));
        assertThat(durations.seconds()).isEqualTo(21_603.1);
        assertThat(DrillLengths.NONE.buckets()).containsOnly(0L);
    }
}
