package io.litedrill.metrics;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Verdict;
import io.litedrill.drill.DrillResult;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.RestoreReport;
import io.litedrill.storage.StorageListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Counts the work done for one replica since the start. All series exist from the beginning, at 0. Safe for use by
 * several threads.
 */
final class WorkMeters implements StorageListener {
    private static final Duration[] BUCKETS = Arrays.stream(
                    new int[] {1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 10800})
            .mapToObj(Duration::ofSeconds)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Tags shared;
    private final List<Meter> meters = new ArrayList<>();
    private final Map<Verdict, Counter> checks;
    private final Map<DrillResult.Outcome, Counter> drills;
    private final Map<OutcomeWord, Counter> restores;
    private final Map<Operation, Counter> answered;
    private final Map<Operation, Counter> failed;
    private final Counter readBytes;
    private final Timer duration;

    WorkMeters(MeterRegistry registry, Tags shared) {
        this.registry = registry;
        this.shared = shared;
        this.checks = counters(Family.CHECKS, "verdict", Verdict.values());
        this.drills = counters(Family.DRILLS, "outcome", DrillResult.Outcome.values());
        this.restores = counters(Family.RESTORES, "outcome", OutcomeWord.values());
        this.answered = requests("ok");
        this.failed = requests("failed");
        this.readBytes = counter(Family.STORAGE_READ_BYTES, Tags.empty());
        this.duration = Timer.builder(Family.DRILL_DURATION.metric())
                .description(Family.DRILL_DURATION.help())
                .tags(shared)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        meters.add(duration);
    }

    void check(CheckResult result) {
        count(checks, result.verdict());
    }

    void drill(DrillResult result) {
        count(drills, result.outcome());
        if (result.outcome() != DrillResult.Outcome.INCONCLUSIVE) {
            duration.record(Math.round(result.run().phases().total() * 1e9), TimeUnit.NANOSECONDS);
        }
    }

    void restore(RestoreReport report) {
        count(restores, report.word());
    }

    @Override
    public void request(Operation operation, boolean successful) {
        count(successful ? answered : failed, operation);
    }

    @Override
    public void read(long bytes) {
        readBytes.increment((double) bytes);
    }

    void clear() {
        meters.forEach(registry::remove);
    }

    private static <E extends Enum<E>> void count(Map<E, Counter> counters, E value) {
        Optional.ofNullable(counters.get(value)).ifPresent(Counter::increment);
    }

    private Map<Operation, Counter> requests(String outcome) {
        return counters(Family.STORAGE_REQUESTS, "operation", Operation.values(), Tags.of("outcome", outcome));
    }

    private <E extends Enum<E>> Map<E, Counter> counters(Family family, String label, E[] values) {
        return counters(family, label, values, Tags.empty());
    }

    private <E extends Enum<E>> Map<E, Counter> counters(Family family, String label, E[] values, Tags more) {
        return Arrays.stream(values)
                .collect(Collectors.toMap(
                        Function.identity(), value -> counter(family, more.and(label, Labels.of(value)))));
    }

    private Counter counter(Family family, Tags own) {
        Counter counter = Counter.builder(family.metric())
                .description(family.help())
                .tags(shared.and(own))
                .register(registry);
        meters.add(counter);
        return counter;
    }
}
