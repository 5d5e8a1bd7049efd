package io.litedrill.schedule;

import java.util.Optional;

/** Creates the runs whose time has come. Called in the thread of the run. */
interface RegularJobs {
    /** Returns a run, and sets the time of the next one; empty when there is no such database. */
    Optional<Run> next(String database);

    /** Sets the time of the next run, when a requested run or a long one took the place of the one that is due. */
    void skip(String database);
}
