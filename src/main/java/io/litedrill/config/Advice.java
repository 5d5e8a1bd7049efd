package io.litedrill.config;

import io.litedrill.replica.WriterSettings;
import io.litedrill.schedule.Cadence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Warns about settings that are valid but weaker than they seem. */
final class Advice {
    private static final int MOST_NAMES = 3;

    private Advice() {}

    static List<String> on(Config config) {
        return Stream.of(
                        window(config).stream(),
                        config.databases().stream().flatMap(Advice::unsupported),
                        slowDrills(config).stream(),
                        config.databases().stream().flatMap(Advice::cautions),
                        config.databases().stream().flatMap(each -> drills(each).stream()))
                .flatMap(each -> each)
                .toList();
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
                        + ": the guaranteed window is 0, as Litestream's retention is no longer than its snapshot"
                        + " interval (both are 24h by default). Set snapshot.interval: 1h and snapshot.retention: 72h"
                        + " (Litestream 0.5), or snapshot-interval: 1h and retention: 72h on the replica (0.3)");
    }

    private static Optional<String> slowDrills(Config config) {
        boolean measured = config.bytesPerSecond().isPresent()
                && config.databases().stream()
                        .anyMatch(database ->
                                database.settings().objectives().rto().isPresent());
        return measured
                ? Optional.of("limits.bytes_per_second slows drills, and objectives.rto is compared with their time:"
                        + " slow-restore may come although a restore, which is not limited, would be in time")
                : Optional.empty();
    }

    private static Stream<String> cautions(DatabaseConfig database) {
        return database.replicas().stream()
                .map(ReplicaConfig::location)
                .filter(ReplicaLocation.ReadableLocation.class::isInstance)
                .flatMap(location -> ((ReplicaLocation.ReadableLocation) location).caution().stream())
                .map(caution -> database.name() + ": " + caution);
    }

    private static Stream<String> unsupported(DatabaseConfig database) {
        return database.replicas().stream()
                .map(ReplicaConfig::location)
                .flatMap(location -> unsupported(location).stream())
                .map(reason -> database.name() + ": " + reason + ". It is reported as replica-unsupported");
    }

    private static Optional<String> unsupported(ReplicaLocation location) {
        if (location instanceof ReplicaLocation.LibraryMissing missing) {
            return Optional.of(location.address() + " cannot be monitored: replicas of type " + missing.type()
                    + " need " + missing.needed().path() + ", which is missing");
        }
        return Optional.empty();
    }

    private static String some(List<String> names) {
        String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        return names.size() <= MOST_NAMES ? first : first + " and " + (names.size() - MOST_NAMES) + " more";
    }

    /** Returns whether neither version's settings guarantee a window. The version that reads them is unknown. */
    private static boolean guaranteesNothing(ReplicaConfig replica) {
        boolean readable = replica.location() instanceof ReplicaLocation.ReadableLocation;
        WriterSettings writer = replica.writer();
        return readable && writer.deletes() && isEmpty(writer.wal()) && isEmpty(writer.ltx());
    }

    private static boolean isEmpty(WriterSettings.Keeping keeping) {
        Duration interval = keeping.snapshotInterval().orElse(keeping.retention());
        return keeping.retention().compareTo(interval) <= 0;
    }

    private static Optional<String> drills(DatabaseConfig database) {
        Duration promised = database.settings().objectives().drillAge();
        boolean tooShort = database.settings().timing().drills() instanceof Cadence.Every every
                && promised.compareTo(every.interval()) < 0;
        return tooShort
                ? Optional.of(database.name() + ": objectives.drill_age (" + Durations.format(promised)
                        + ") is shorter than drill.interval, so that drill-overdue will come between the"
                        + " drills. Set it to twice the interval")
                : Optional.empty();
    }
}
