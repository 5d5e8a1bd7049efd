package io.litedrill.schedule;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quartz.JobDataMap;

/**
 * Describes a run that a process left to another one, because it does not have the database.
 *
 * @param due when the run was due
 * @param declined the processes that do not have the database
 */
record PassedOn(Instant due, Set<String> declined) {
    private static final String DUE = "due";
    private static final String DECLINED = "declined";
    /** Names of nodes have no line breaks. */
    private static final String SEPARATOR = "\n";

    /** Returns the run with one more process that does not have the database. */
    static PassedOn by(String process, DatabaseJob.Slot slot) {
        Set<String> declined = new HashSet<>(slot.declined());
        declined.add(process);
        return new PassedOn(slot.time(), declined);
    }

    /** Returns the data of its trigger. */
    JobDataMap data() {
        JobDataMap data = new JobDataMap();
        data.put(DUE, String.valueOf(due.toEpochMilli()));
        data.put(DECLINED, String.join(SEPARATOR, declined));
        return data;
    }

    /** Reads the data of a trigger; empty for a trigger of another kind. */
    static Optional<PassedOn> of(JobDataMap data) {
        return Optional.ofNullable(data.getString(DUE))
                .map(due -> new PassedOn(
                        Instant.ofEpochMilli(Long.parseLong(due)),
                        Set.copyOf(List.of(data.getString(DECLINED).split(SEPARATOR, -1)))));
    }
}
