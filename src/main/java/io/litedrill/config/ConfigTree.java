package io.litedrill.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Builds a tree of keys and values: texts, numbers, booleans, durations, lists, and maps in the order of their keys.
 */
final class ConfigTree {
    /** Holds values that the JSON form has, and the YAML form shows as a comment. */
    record Note(String comment, Map<String, Object> values) {}

    private final Deque<Map<String, Object>> open = new ArrayDeque<>(List.of(new LinkedHashMap<>()));

    /** Adds a key with its value. An empty optional value adds nothing. */
    void value(String key, Object value) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(each -> value(key, each));
        } else {
            open.getLast().put(key, value);
        }
    }

    /** Adds a list of texts. An empty list adds nothing. */
    void values(String key, List<String> values) {
        if (!values.isEmpty()) {
            value(key, List.copyOf(values));
        }
    }

    /** Adds a mapping, whose keys the content adds. */
    void block(String key, Runnable content) {
        value(key, map(content));
    }

    /** Adds a list of mappings. An empty list adds nothing. */
    <T> void list(String key, List<T> items, Consumer<T> content) {
        List<Object> list = new ArrayList<>();
        items.forEach(item -> list.add(map(() -> content.accept(item))));
        if (!list.isEmpty()) {
            value(key, list);
        }
    }

    /** Adds a mapping that YAML shows as a comment. */
    void note(String key, String comment, Runnable content) {
        value(key, new Note(comment, map(content)));
    }

    private Map<String, Object> map(Runnable content) {
        open.addLast(new LinkedHashMap<>());
        content.run();
        return open.removeLast();
    }

    /** Returns the keys and values of the top, with notes as mappings. */
    Map<String, Object> values() {
        return plain(root());
    }

    private static Map<String, Object> plain(Map<?, ?> values) {
        Map<String, Object> plain = new LinkedHashMap<>();
        values.forEach((key, value) -> plain.put(String.valueOf(key), plain(value)));
        return plain;
    }

    private static Object plain(Object value) {
        if (value instanceof Note note) {
            return plain(note.values());
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ConfigTree::plain).toList();
        }
        return value instanceof Map<?, ?> map ? plain(map) : value;
    }

    /** Returns the keys and values of the top. */
    Map<String, Object> root() {
        return open.getFirst();
    }
}
