package io.litedrill.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the databases of a daemon by name and by the names of their jobs. Safe for use by several threads. */
final class Catalogue {
    private volatile Entries entries;

    /** One state of the catalogue, in the order of the configuration. */
    private record Entries(Map<String, Guarded> databases, Map<String, Ward> wardsOfJobs) {
        static Entries of(List<Guarded> all) {
            Map<String, Guarded> databases = new LinkedHashMap<>();
            Map<String, Ward> wardsOfJobs = new LinkedHashMap<>();
            for (Guarded database : all) {
                databases.put(database.name(), database);
                database.wards().forEach(ward -> wardsOfJobs.put(database.jobOf(ward), ward));
            }
            return new Entries(databases, wardsOfJobs);
        }
    }

    Catalogue(List<Guarded> databases) {
        entries = Entries.of(databases);
    }

    /** Replaces all databases, after the configuration was read again. */
    void replace(List<Guarded> databases) {
        entries = Entries.of(databases);
    }

    /** All, in the order of the configuration. */
    List<Guarded> all() {
        return List.copyOf(entries.databases().values());
    }

    /** All replicas, in the order of the configuration. */
    Stream<Ward> wards() {
        return all().stream().flatMap(database -> database.wards().stream());
    }

    Optional<Guarded> find(String name) {
        return Optional.ofNullable(entries.databases().get(name));
    }

    /** The replica that a job of the scheduler looks at. */
    Optional<Ward> ofJob(String job) {
        return Optional.ofNullable(entries.wardsOfJobs().get(job));
    }

    /** The database that a job of the scheduler belongs to; a restore bears its name already. */
    String databaseOf(String job) {
        return ofJob(job).map(ward -> ward.id().database()).orElse(job);
    }
}
