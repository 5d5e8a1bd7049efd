package io.litedrill.daemon;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Holds the last 1,000 results of one type by run id, so that the daemon can show them when its history cannot be
 * written. Safe for use by several threads.
 *
 * @param <R> the type of result
 */
public final class RecentResults<R> {
    private static final int MOST = 1000;

    private final Map<String, R> results = new LinkedHashMap<>();

    public synchronized void add(String runId, R result) {
        results.put(runId, result);
        if (results.size() > MOST) {
            results.remove(results.keySet().iterator().next());
        }
    }

    public synchronized Optional<R> find(String runId) {
        return Optional.ofNullable(results.get(runId));
    }

    /** Returns the results that match, newest first. */
    public synchronized List<R> list(Predicate<R> wanted, int limit) {
        List<R> newestFirst = new ArrayList<>(results.values());
        Collections.reverse(newestFirst);
        return newestFirst.stream().filter(wanted).limit(limit).toList();
    }
}
