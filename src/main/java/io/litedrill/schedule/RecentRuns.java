package io.litedrill.schedule;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Stores recent runs by their ID; drops the oldest first. */
final class RecentRuns {
    private static final int KEPT = 1000;

    private final Map<String, RunHandle> runs = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RunHandle> eldest) {
            return size() > KEPT;
        }
    };

    synchronized void add(RunHandle run) {
        runs.putIfAbsent(run.id(), run);
    }

    synchronized Optional<RunHandle> find(String id) {
        return Optional.ofNullable(runs.get(id));
    }
}
