package io.litedrill.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Warns about settings that are valid but weaker than they seem. */
final class Advice {
    /** Litestream's default retention, in both versions. By default 0.5 takes a snapshot at the same interval. */
    private static final Duration DEFAULT = Duration.ofHours(24);

    private static final int MOST_NAMES = 3;

    private Advice() {}

    static List<String> on(Config config) {
        Stream<String> drills = config.databases().stream().flatMap(each -> drills(each).stream());
        return Stream.concat(window(config).stream(), drills).toList();
    }

    /** Returns one warning for all databases, since Litestream's own defaults are the usual cause. */
    private static Optional<String> window(Config config) {
        List<String> names = config.databases().stream()
                .filter(each -> each.replicas().stream().anyMatch(Advice::guaranteesNothing))
                .map(DatabaseConfig::name)
                .toList();
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(some(names)
                        + ": the guaranteed window is 0, as Litestream's retention is no longer than its snapshot interval"
                        + " (both are 24h by default). Set snapshot.interval: 1h and snapshot.retention: 72h (Litestream 0.5),"
                        + " or snapshot-interval: 1h and retention: 72h on the replica (0.3)");
    }

    private static String some(List<String> names) {
        String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        return names.size() <= MOST_NAMES ? first : first + " and " + (names.size() - MOST_NAMES) + " more";
    }

    /** Returns whether neither version's settings guarantee a window. The version that reads them is unknown. */
    private static boolean guaranteesNothing(ReplicaConfig replica) {
        boolean readable = replica.location() instanceof ReplicaLocation.S3Location
                || replica.location() instanceof ReplicaLocation.FileLocation;
        WriterConfig.Wal wal = replica.writer().wal();
        WriterConfig.Ltx ltx = replica.writer().ltx();
        return readable
                && !ltx.deletes().equals(Optional.of(false))
                && isEmpty(
                        wal.retention().orElse(DEFAULT),
                        wal.snapshotInterval().orElse(wal.retention().orElse(DEFAULT)))
                && isEmpty(
                        ltx.retention().orElse(DEFAULT), ltx.snapshotInterval().orElse(DEFAULT));
    }

    private static boolean isEmpty(Duration retention, Duration snapshotInterval) {
        return retention.compareTo(snapshotInterval) <= 0;
    }

    private static Optional<String> drills(DatabaseConfig database) {
        Duration promised = database.settings().objectives().drillAge();
        boolean tooShort = database.settings().drills() instanceof DrillTimes.Every every
                && promised.compareTo(every.interval()) < 0;
        return tooShort
                ? Optional.of(
                        database.name() + ": objectives.drill_age (" + Durations.format(promised)
                                + ") is shorter than drill.interval, so that drill-overdue will come between the drills. Set it to twice the interval")
                : Optional.empty();
    }
}
