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
 * Represents a JSON object with its keys in insertion order. Immutable, and compared by value (numbers by their value,
 * not by their form).
 *
 * <p>The readers return empty for a key that is absent or null, and throw {@link JsonException} for a value of another
 * type.
 */
public final class JsonObject {
    private final Map<String, @Nullable Object> values;

    private JsonObject(Map<String, @Nullable Object> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Starts an object without keys. */
    public static Builder with() {
        return new Builder();
    }

    /**
     * Parses one object.
     *
     * @throws JsonException when the text is not an object, or repeats a key
     */
    public static JsonObject parse(String text) {
        return JsonText.read(text);
    }

    /** Returns the object on one line. */
    public String compact() {
        return JsonText.compact(this);
    }

    /** Returns the object on several lines, indented by two spaces; no line end after the last. */
    public String pretty() {
        return JsonText.pretty(this);
    }

    /** Returns an array of objects on one line. */
    public static String compact(List<JsonObject> objects) {
        return JsonText.compact(objects);
    }

    /** Returns an array of objects on several lines, indented by two spaces; no line end after the last. */
    public static String pretty(List<JsonObject> objects) {
        return JsonText.pretty(objects);
    }

    /** Returns the text under this key. */
    public Optional<String> text(String key) {
        return get(key, String.class, "a text");
    }

    /** Returns the number under this key. */
    public Optional<BigDecimal> number(String key) {
        return get(key, BigDecimal.class, "a number");
    }

    /**
     * Returns the whole number under this key.
     *
     * @throws JsonException also for a number with a fraction or outside the range of {@code long}
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

    /** Returns the boolean under this key. */
    public Optional<Boolean> flag(String key) {
        return get(key, Boolean.class, "true or false");
    }

    /** Returns the RFC 3339 time under this key. */
    public Optional<Instant> time(String key) {
        return text(key).map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new JsonException(key + ": expected a time such as 2026-11-01T12:00:00Z. Found: " + text, e);
            }
        });
    }

    /** Returns the object under this key. */
    public Optional<JsonObject> object(String key) {
        return get(key, JsonObject.class, "an object");
    }

    /** Returns the objects in the array under this key. */
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

    /** Returns plain values for {@link JsonText}. */
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

    /** Returns the same text as {@link #compact()}. */
    @Override
    public String toString() {
        return compact();
    }

    /** Collects keys and values. Not safe for use by several threads. */
    public static final class Builder {
        private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Adds one value: a text, a finite number, a boolean, a time (RFC 3339, UTC), a duration (seconds), a path, an
         * object, a list of these, or an optional of these (null when empty).
         *
         * @throws IllegalArgumentException for a value of another type, and for a repeated key
         */
        public Builder put(String key, Object value) {
            if (values.containsKey(key)) {
                throw new IllegalArgumentException("twice in one object: " + key);
            }
            values.put(key, JsonValues.plain(value));
            return this;
        }

        /** Adds all keys of another object. */
        public Builder putAll(JsonObject other) {
            other.values.forEach((key, value) -> put(key, Optional.ofNullable(value)));
            return this;
        }

        /** Returns the object with the keys added so far. */
        public JsonObject build() {
            return new JsonObject(values);
        }
    }
}
