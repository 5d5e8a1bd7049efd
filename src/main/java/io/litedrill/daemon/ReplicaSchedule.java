package io.litedrill.daemon;

import io.litedrill.app.MonitoredDatabase;
import io.litedrill.app.MonitoredReplica;
import io.litedrill.check.ReplicaId;
import io.litedrill.schedule.ScheduledDatabase;
import java.util.List;
import java.util.Map;

/** Makes the schedule of the replicas in the catalogue: the jobs and times of each, and how its history is loaded. */
final class ReplicaSchedule {
    private final Catalogue catalogue;
    private final JobFactory jobs;
    private final HistorySync history;

    ReplicaSchedule(Catalogue catalogue, JobFactory jobs, HistorySync history) {
        this.catalogue = catalogue;
        this.jobs = jobs;
        this.history = history;
    }

    /**
     * Returns the schedule of all replicas.
     *
     * @param known the replicas that are scheduled already, by the names of their jobs; their history is published
     */
    List<ScheduledDatabase> of(Map<String, ReplicaId> known) {
        return catalogue.all().stream()
                .flatMap(database -> database.replicas().stream().map(replica -> of(database, replica, known)))
                .toList();
    }

    private ScheduledDatabase of(MonitoredDatabase database, MonitoredReplica replica, Map<String, ReplicaId> known) {
        String job = database.jobOf(replica);
        // thousands of databases are not read from the history again for one that is new
        boolean isKnown = replica.id().equals(known.get(job));
        return new ScheduledDatabase(
                job,
                new ScheduledDatabase.Jobs(jobs.check(replica), jobs.drill(replica), jobs.scrub(replica)),
                database.timingOf(replica),
                isKnown ? HistorySync.NOTHING : history.of(replica.id()),
                database.nodes());
    }
}
