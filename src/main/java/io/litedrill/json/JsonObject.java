package io.litedrill.json;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object: keys in the order in which they were put. Immutable, compared by value (numbers by their value, not by
 * how they were written).
 *
 * <p>The readers answer empty for a key that is absent or null, and throw {@link JsonException} for a value of another
 * type.
 */
public final class JsonObject {
    private final Map<String, @Nullable Object> values;

    private JsonObject(Map<String, @Nullable Object> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Begins an object without keys. */
    public static Builder with() {
        return new Builder();
    }

    /**
     * Reads one object.
     *
     * @throws JsonException when the text is anything else, or names a key twice
     */
    public static JsonObject parse(String text) {
        return JsonText.read(text);
    }

    /** On one line. */
    public String compact() {
        return JsonText.compact(this);
    }

    /** On several lines, indented by two spaces; no line end after the last. */
    public String pretty() {
        return JsonText.pretty(this);
    }

    /** An array of objects on one line. */
    public static String compact(List<JsonObject> objects) {
        return JsonText.compact(objects);
    }

    /** An array of objects on several lines, indented by two spaces; no line end after the last. */
    public static String pretty(List<JsonObject> objects) {
        return JsonText.pretty(objects);
    }

    /** The text under this key. */
    public Optional<String> text(String key) {
        return get(key, String.class, "a text");
    }

    /** The number under this key. */
    public Optional<BigDecimal> number(String key) {
        return get(key, BigDecimal.class, "a number");
    }

    /**
     * The whole number under this key.
     *
     * @throws JsonException also for one with a fraction or outside of {@code long}
     */
    public Optional<Long> integer(String key) {
        return number(key).map(number -> {
            try {
                return number.longValueExact();
            } catch (ArithmeticException e) {
                throw new JsonException(key + ": expected a whole number of 64 bits. Found: " + number, e);
            }
        });
    }

    /** The truth value under this key. */
    public Optional<Boolean> flag(String key) {
        return get(key, Boolean.class, "true or false");
    }

    /** The RFC 3339 time under this key. */
    public Optional<Instant> time(String key) {
        return text(key).map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new JsonException(key + ": expected a time such as 2026-11-01T12:00:00Z. Found: " + text, e);
            }
        });
    }

    /** The object under this key. */
    public Optional<JsonObject> object(String key) {
        return get(key, JsonObject.class, "an object");
    }

    /** The objects in the array under this key. */
    public Optional<List<JsonObject>> objects(String key) {
        return get(key, List.class, "an array").map(list -> objects(key, list));
    }

    private static List<JsonObject> objects(String key, List<?> list) {
        return list.stream()
                .map(item -> Optional.ofNullable(item)
                        .filter(JsonObject.class::isInstance)
                        .map(JsonObject.class::cast)
                        .orElseThrow(() -> new JsonException(key + ": expected objects only. Found: " + item)))
                .toList();
    }

    private <T> Optional<T> get(String key, Class<T> type, String expected) {
        Object value = values.get(key);
        if (value != null && !type.isInstance(value)) {
            throw new JsonException(key + ": expected " + expected + ". Found: " + value);
        }
        return Optional.ofNullable(value).map(type::cast);
    }

    /** Plain values for {@link JsonText}. */
    Map<String, @Nullable Object> values() {
        return values;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonObject object && values.equals(object.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** As {@link #compact()}. */
    @Override
    public String toString() {
        return compact();
    }

    /** Collects keys and values. Not for several threads. */
    public static final class Builder {
        private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Puts one value: a text, a finite number, a truth value, a time (RFC 3339, UTC), a duration (seconds), a path, an
         * object, a list of such, or an optional of such (null when empty).
         *
         * @throws IllegalArgumentException for a value of another type, and for a key that is there already
         */
        public Builder put(String key, Object value) {
            if (values.containsKey(key)) {
                throw new IllegalArgumentException("twice in one object: " + key);
            }
            values.put(key, JsonValues.plain(value));
            return this;
        }

        /** Puts all keys of another object. */
        public Builder putAll(JsonObject other) {
            other.values.forEach((key, value) -> put(key, Optional.ofNullable(value)));
            return this;
        }

        /** The object, with what was put so far. */
        public JsonObject build() {
            return new JsonObject(values);
        }
    }
}
