package io.litedrill.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.litedrill.app.BisectReport.Probe;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.RecoveryPoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PointSearchTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private static List<RecoveryPoint> points(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(txid -> new RecoveryPoint(NOON.plusSeconds(txid), new LtxPosition(txid)))
                .toList();
    }

    /** Returns a search with a query that is valid if the table exists, and then true. */
    private static PointSearch where(Predicate<RecoveryPoint> table) {
        return new PointSearch(
                points(9), point -> Optional.of(new Probe(point, table.test(point), "", !table.test(point))));
    }

    @Test
    void aTableThatIsGoneLaterDoesNotHold() throws ProbeException {
        PointSearch search = where(point -> point.time().isBefore(NOON.plusSeconds(6)));

        search.run();

        assertThat(search.older().orElseThrow().point()).isEqualTo(points(9).get(4));
        assertThat(search.younger().orElseThrow().point()).isEqualTo(points(9).get(5));
    }

    @Test
    void aQueryThatIsValidAtNeitherEndIsAtFault() {
        ProbeException fault = catchThrowableOfType(ProbeException.class, where(point -> false)::run);

        assertThat(fault.isOfQuery()).isTrue();
    }
}
