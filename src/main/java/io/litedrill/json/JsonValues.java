package io.litedrill.json;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Converts values to the few types of JSON. */
final class JsonValues {
    /**
     * The maximum number of digits of a number written out in full; longer ones are invalid and would use much memory.
     */
    private static final int MAX_DIGITS = 400;

    private JsonValues() {}

    /**
     * Returns a text, {@link BigDecimal}, boolean, {@link JsonObject}, list of these, or null for an empty optional.
     */
    static @Nullable Object plain(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? plain(optional.get()) : null;
        }
        if (value instanceof OptionalLong number) {
            return number.isPresent() ? number(BigDecimal.valueOf(number.getAsLong())) : null;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> items = new ArrayList<>();
            list.forEach(item -> items.add(item == null ? null : plain(item)));
            return Collections.unmodifiableList(items);
        }
        return scalar(value);
    }

    private static Object scalar(Object value) {
        if (value instanceof String || value instanceof Boolean || value instanceof JsonObject) {
            return value;
        }
        if (value instanceof Instant || value instanceof Path) {
            return value.toString();
        }
        if (value instanceof Duration duration) {
            return number(BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9)));
        }
        if (value instanceof Number number) {
            return number(new BigDecimal(number.toString()));
        }
        throw new IllegalArgumentException(
                "no JSON form for " + value.getClass().getName());
    }

    private static BigDecimal number(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        if (Math.abs((long) stripped.scale()) + stripped.precision() > MAX_DIGITS) {
            throw new IllegalArgumentException("a number of more than " + MAX_DIGITS + " digits");
        }
        return stripped;
    }
}
