package io.litedrill.fleet;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The work of the daemons of a benchmark since their start, or between two times.
 *
 * @param nanos the time, of {@link System#nanoTime}; or the time between the two
 * @param done by each daemon
 * @param processors the time of the processors of the machine
 */
record ClusterSample(long nanos, List<Done> done, Machine.ProcessorTime processors) {
    /**
     * The work of one daemon.
     *
     * @param jobs finished jobs
     * @param bad those of them that did not prove their backup
     * @param cpuSeconds the processor time of the daemon
     */
    record Done(long jobs, long bad, double cpuSeconds) {
        private Done since(Done before) {
            return new Done(jobs - before.jobs, bad - before.bad, cpuSeconds - before.cpuSeconds);
        }

        /** Returns the processor time per job, including all other work of the daemon. */
        double cpuMillisEach() {
            return cpuSeconds * 1000 / Math.max(1, jobs);
        }
    }

    /** Returns the work since an earlier sample of the same daemons. */
    ClusterSample since(ClusterSample before) {
        return new ClusterSample(
                nanos - before.nanos,
                IntStream.range(0, done.size())
                        .mapToObj(i -> done.get(i).since(before.done.get(i)))
                        .toList(),
                processors.since(before.processors));
    }

    long jobs() {
        return done.stream().mapToLong(Done::jobs).sum();
    }

    long bad() {
        return done.stream().mapToLong(Done::bad).sum();
    }

    /** Returns the jobs in a time of this length at the same speed. */
    double jobsIn(long seconds) {
        return jobs() * 1e9 / nanos * seconds;
    }
}
