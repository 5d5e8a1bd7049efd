package io.litedrill.app;

import io.litedrill.app.FoundReplicas.Entry;
import io.litedrill.json.JsonException;
import io.litedrill.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds the content of the file of {@link FoundReplicas}.
 *
 * @param searched when each prefix of an entry was searched last, with an accuracy of {@link #RENEWED}
 */
record FoundContent(Set<Entry> entries, Map<String, Instant> searched) {
    /** How long the entries of a prefix stay that is searched no more: its configuration may be used again. */
    static final Duration KEPT = Duration.ofDays(90);
    /** The time after which the last search of a prefix is written again; less often than searches. */
    private static final Duration RENEWED = Duration.ofDays(1);

    private static final String SEARCHED = "searched";

    static FoundContent read(JsonObject json) {
        Set<Entry> entries =
                json.objects("replicas").orElseThrow(() -> new JsonException("replicas: is needed")).stream()
                        .map(Entry::read)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<String, Instant> searched = new TreeMap<>();
        // earlier versions have stored none
        json.objects(SEARCHED)
                .orElse(List.of())
                .forEach(each -> searched.put(
                        each.text("prefix").orElseThrow(() -> new JsonException("prefix: is needed")),
                        each.time("at").orElseThrow(() -> new JsonException("at: is needed"))));
        return new FoundContent(entries, searched);
    }

    /** Returns the ids of the prefixes that have entries. */
    Set<String> prefixes() {
        return entries.stream().map(Entry::prefix).collect(Collectors.toSet());
    }

    JsonObject json() {
        List<JsonObject> times = searched.entrySet().stream()
                .map(each -> JsonObject.with()
                        .put("prefix", each.getKey())
                        .put("at", each.getValue())
                        .build())
                .toList();
        return JsonObject.with()
                .put("replicas", entries.stream().map(Entry::json).toList())
                .put(SEARCHED, times)
                .build();
    }

    /**
     * Describes the result of a search.
     *
     * @param prefixes the ids of all prefixes of the configuration
     * @param before the entries to remove
     * @param after the entries to store
     */
    record Change(Set<String> prefixes, List<Entry> before, List<Entry> after, Instant now) {
        /** Keeps the entries that are in neither list: those of other configurations, and of other processes. */
        FoundContent applied(FoundContent stored) {
            Map<String, Instant> searched = searched(stored);
            Set<Entry> own = Stream.concat(before.stream(), after.stream())
                    .map(Entry::present)
                    .collect(Collectors.toSet());
            Set<Entry> entries = stored.entries.stream()
                    .filter(entry -> !own.contains(entry.present()) && searched.containsKey(entry.prefix()))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            entries.addAll(after);
            FoundContent changed = new FoundContent(entries, searched);
            searched.keySet().retainAll(changed.prefixes());
            return changed;
        }

        private Map<String, Instant> searched(FoundContent stored) {
            Map<String, Instant> searched = new TreeMap<>(stored.searched);
            stored.entries.forEach(entry -> searched.putIfAbsent(entry.prefix(), now));
            prefixes.forEach(prefix -> searched.merge(prefix, now, this::renewed));
            searched.values().removeIf(at -> at.isBefore(now.minus(KEPT)));
            return searched;
        }

        private Instant renewed(Instant known, Instant at) {
            return known.isAfter(at) || known.isBefore(at.minus(RENEWED)) ? at : known;
        }
    }
}
