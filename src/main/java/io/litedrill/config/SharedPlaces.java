package io.litedrill.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds replicas at one place. The databases would overwrite each other's backups. */
final class SharedPlaces {
    private SharedPlaces() {}

    /** Returns a line for each place with more than one replica. */
    static List<String> of(Config config) {
        Map<Object, List<String>> names = new LinkedHashMap<>();
        Map<Object, String> addresses = new LinkedHashMap<>();
        for (DatabaseConfig database : config.databases()) {
            for (ReplicaConfig replica : database.replicas()) {
                if (replica.location() instanceof ReplicaLocation.ReadableLocation readable) {
                    Object place = readable.place();
                    names.computeIfAbsent(place, key -> new ArrayList<>()).add(database.name());
                    addresses.put(place, readable.address());
                }
            }
        }
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> String.join(" and ", entry.getValue()) + ": are replicated to one place, "
                        + addresses.get(entry.getKey())
                        + ", where each overwrites the backups of the others. Give each a path of its own")
                .toList();
    }
}
