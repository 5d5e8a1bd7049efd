package io.litedrill.metrics;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Verdict;
import io.litedrill.drill.DrillResult;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.RestoreReport;
import io.litedrill.storage.StorageListener;
import io.micrometer.core.instrument.Tags;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;

/**
 * Counts the work done for one replica since the start. All series exist from the beginning, at 0. Safe for use by
 * several threads.
 */
final class WorkMeters implements StorageListener {
    private static final Tags OK = Tags.of("outcome", "ok");
    private static final Tags FAIL = Tags.of("outcome", "failed");

    /** The counters, in the order of their numbers. */
    static final List<Counted> COUNTERS = Stream.of(
                    counters(Family.CHECKS, "verdict", Verdict.values(), Tags.empty()),
                    counters(Family.DRILLS, "outcome", DrillResult.Outcome.values(), Tags.empty()),
                    counters(Family.RESTORES, "outcome", OutcomeWord.values(), Tags.empty()),
                    counters(Family.STORAGE_REQUESTS, "operation", Operation.values(), OK),
                    counters(Family.STORAGE_REQUESTS, "operation", Operation.values(), FAIL),
                    Stream.of(new Counted(Family.STORAGE_READ_BYTES, Tags.empty())))
            .flatMap(counters -> counters)
            .toList();

    private static final Map<Verdict, Integer> CHECKS = numbers(Family.CHECKS, "verdict", Verdict.class, Tags.empty());
    private static final Map<DrillResult.Outcome, Integer> DRILLS =
            numbers(Family.DRILLS, "outcome", DrillResult.Outcome.class, Tags.empty());
    private static final Map<OutcomeWord, Integer> RESTORES =
            numbers(Family.RESTORES, "outcome", OutcomeWord.class, Tags.empty());
    private static final Map<Operation, Integer> ANSWERED =
            numbers(Family.STORAGE_REQUESTS, "operation", Operation.class, OK);
    private static final Map<Operation, Integer> FAILED =
            numbers(Family.STORAGE_REQUESTS, "operation", Operation.class, FAIL);
    private static final int READ_BYTES = COUNTERS.indexOf(new Counted(Family.STORAGE_READ_BYTES, Tags.empty()));

    private final AtomicLongArray counts = new AtomicLongArray(COUNTERS.size());
    private volatile DrillLengths lengths = DrillLengths.NONE;

    /** Identifies a counter by its metric, and the labels that the other replicas do not have. */
    record Counted(Family family, Tags labels) {}

    private static Stream<Counted> counters(Family family, String label, Enum<?>[] values, Tags more) {
        return Arrays.stream(values).map(value -> new Counted(family, more.and(label, Labels.of(value))));
    }

    private static <E extends Enum<E>> Map<E, Integer> numbers(Family family, String label, Class<E> type, Tags more) {
        Map<E, Integer> numbers = new EnumMap<>(type);
        for (E value : type.getEnumConstants()) {
            numbers.put(value, COUNTERS.indexOf(new Counted(family, more.and(label, Labels.of(value)))));
        }
        return numbers;
    }

    void check(CheckResult result) {
        count(CHECKS, result.verdict());
    }

    void drill(DrillResult result) {
        count(DRILLS, result.outcome());
        if (result.outcome() != DrillResult.Outcome.INCONCLUSIVE) {
            took(result.run().phases().total());
        }
    }

    private synchronized void took(double seconds) {
        lengths = lengths.with(seconds);
    }

    void restore(RestoreReport report) {
        count(RESTORES, report.word());
    }

    @Override
    public void request(Operation operation, boolean successful) {
        count(successful ? ANSWERED : FAILED, operation);
    }

    @Override
    public void read(long bytes) {
        counts.addAndGet(READ_BYTES, bytes);
    }

    private <E extends Enum<E>> void count(Map<E, Integer> numbers, E value) {
        Optional.ofNullable(numbers.get(value)).ifPresent(counts::incrementAndGet);
    }

    /** Returns the present counts, in the order of {@link #COUNTERS}. */
    long[] counts() {
        long[] now = new long[counts.length()];
        Arrays.setAll(now, counts::get);
        return now;
    }

    /** Returns how long the drills took. */
    DrillLengths lengths() {
        return lengths;
    }
}
