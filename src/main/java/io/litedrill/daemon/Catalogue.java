package io.litedrill.daemon;

import io.litedrill.app.MonitoredDatabase;
import io.litedrill.app.MonitoredReplica;
import io.litedrill.check.ReplicaId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the databases of a daemon by name and by the names of their jobs. Safe for use by several threads. */
public final class Catalogue {
    private volatile Entries entries;

    /** Holds one state of the catalogue, in the order of the configuration. */
    private record Entries(Map<String, MonitoredDatabase> databases, Map<String, MonitoredReplica> replicasOfJobs) {
        static Entries of(List<MonitoredDatabase> all) {
            Map<String, MonitoredDatabase> databases = new LinkedHashMap<>();
            Map<String, MonitoredReplica> replicasOfJobs = new LinkedHashMap<>();
            for (MonitoredDatabase database : all) {
                databases.put(database.name(), database);
                database.replicas().forEach(replica -> replicasOfJobs.put(database.jobOf(replica), replica));
            }
            return new Entries(databases, replicasOfJobs);
        }
    }

    public Catalogue(List<MonitoredDatabase> databases) {
        entries = Entries.of(databases);
    }

    /** Replaces all databases, after the configuration was read again. */
    public void replace(List<MonitoredDatabase> databases) {
        entries = Entries.of(databases);
    }

    /** Returns all databases, in the order of the configuration. */
    public List<MonitoredDatabase> all() {
        return List.copyOf(entries.databases().values());
    }

    /** Returns all replicas, in the order of the configuration. */
    public Stream<MonitoredReplica> replicas() {
        return all().stream().flatMap(database -> database.replicas().stream());
    }

    public Optional<MonitoredDatabase> find(String name) {
        return Optional.ofNullable(entries.databases().get(name));
    }

    /** Returns whether checks compare a replica with its live database. */
    boolean isCompared(ReplicaId id) {
        return find(id.database())
                .filter(database -> database.database().live().isPresent())
                .isPresent();
    }

    /** Returns the replica that a job of the scheduler works on. */
    public Optional<MonitoredReplica> ofJob(String job) {
        return Optional.ofNullable(entries.replicasOfJobs().get(job));
    }

    /** Returns the replicas of all jobs of the scheduler, by the names of the jobs. */
    public Map<String, ReplicaId> jobs() {
        return entries.replicasOfJobs().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().id()));
    }

    /**
     * Returns the database that a job of the scheduler belongs to. The job of a restore has the name of its database.
     */
    public String databaseOf(String job) {
        return ofJob(job).map(replica -> replica.id().database()).orElse(job);
    }
}
