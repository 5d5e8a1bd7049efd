package io.litedrill.schedule;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Divides databases over nodes without exchanging messages: every node that knows the same nodes computes the same.
 * When a node is missing, only its databases move (rendezvous hashing).
 */
record NodeShare(String node, Set<String> nodes) {
    /** Returns whether this node is the one for a database. */
    boolean contains(ScheduledDatabase database) {
        Set<String> able = new HashSet<>(nodes);
        able.add(node);
        able.removeIf(each -> !database.nodes().isEmpty() && !database.nodes().contains(each));
        Optional<String> best = able.stream()
                .max(Comparator.<String>comparingDouble(each -> Jitter.fraction(each + "/" + database.database()))
                        .thenComparing(Comparator.naturalOrder()));
        return best.filter(node::equals).isPresent();
    }
}
