package io.litedrill.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunIdsTest {
    @Test
    void idsAreUniqueWithinAMillisecond() {
        RunIds ids = new RunIds(InstantSource.fixed(Instant.parse("2026-11-23T05:17:51.123456Z")));

        assertThat(Stream.generate(ids::next).limit(1000))
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).matches("20261123T051751123Z-[0-9a-f]{8}"));
    }

    @Test
    void idsSortByTime() {
        String earlier = new RunIds(InstantSource.fixed(Instant.parse("2026-09-30T23:59:59.999Z"))).next();
        String later = new RunIds(InstantSource.fixed(Instant.parse("2026-10-01T00:00:00.000Z"))).next();

        assertThat(earlier).isLessThan(later);
    }
}
