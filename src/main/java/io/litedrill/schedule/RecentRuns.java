package io.litedrill.schedule;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The runs that somebody may ask for by their id, the oldest forgotten first. */
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
