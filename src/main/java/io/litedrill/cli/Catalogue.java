package io.litedrill.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The databases of a daemon, by name and by the names of their jobs. */
final class Catalogue {
    private final Map<String, Guarded> databases = new LinkedHashMap<>();
    private final Map<String, Ward> wardsOfJobs = new LinkedHashMap<>();

    Catalogue(List<Guarded> databases) {
        for (Guarded database : databases) {
            this.databases.put(database.name(), database);
            database.wards().forEach(ward -> wardsOfJobs.put(database.jobOf(ward), ward));
        }
    }

    /** All, in the order of the configuration. */
    List<Guarded> all() {
        return List.copyOf(databases.values());
    }

    /** All replicas, in the order of the configuration. */
    Stream<Ward> wards() {
        return databases.values().stream().flatMap(database -> database.wards().stream());
    }

    Optional<Guarded> find(String name) {
        return Optional.ofNullable(databases.get(name));
    }

    /** The replica that a job of the scheduler looks at. */
    Optional<Ward> ofJob(String job) {
        return Optional.ofNullable(wardsOfJobs.get(job));
    }

    /** The database that a job of the scheduler belongs to; a restore bears its name already. */
    String databaseOf(String job) {
        return ofJob(job).map(ward -> ward.id().database()).orElse(job);
    }
}
