package io.litedrill.notify;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what was reported for all nodes of a cluster. While the shared values cannot be used, it uses what this
 * process has seen: rather two messages than none.
 */
final class SharedSentStates implements SentStates {
    private static final Logger LOG = LoggerFactory.getLogger(SharedSentStates.class);

    private final SharedValues values;
    private final Map<Key, Set<String>> seen = new ConcurrentHashMap<>();

    SharedSentStates(SharedValues values) {
        this.values = values;
    }

    @Override
    public void change(Key key, Change change) {
        AtomicBoolean applied = new AtomicBoolean();
        try {
            values.change(name(key), stored -> {
                seen.put(key, stored.map(SharedSentStates::set).orElse(Set.of()));
                applied.set(true);
                apply(key, change);
                return text(seen.getOrDefault(key, Set.of()));
            });
        } catch (RuntimeException e) {
            LOG.warn("which messages were sent cannot be remembered for all nodes ({})", e.toString());
            if (!applied.get()) {
                apply(key, change);
            }
        }
    }

    private void apply(Key key, Change change) {
        Set<String> before = seen.getOrDefault(key, Set.of());
        seen.put(key, change.apply(before).orElse(before));
    }

    private static String name(Key key) {
        return String.join(
                "\n",
                "sent",
                key.kind(),
                key.channel(),
                key.id().database(),
                key.id().replica());
    }

    private static Set<String> set(String problems) {
        return new TreeSet<>(Set.of(problems.split(",", -1)));
    }

    private static Optional<String> text(Set<String> problems) {
        return Optional.of(String.join(",", new TreeSet<>(problems))).filter(text -> !text.isEmpty());
    }
}
