package io.litedrill.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Writes and parses the text of objects, with Jackson. */
final class JsonText {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
    private static final ObjectWriter PRETTY = MAPPER.writer()
            .with(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                            .withObjectNameValueSpacing(Spacing.AFTER)
                            .withArrayEmptySeparator("")
                            .withObjectEmptySeparator(""))
                    .withArrayIndenter(INDENTER)
                    .withObjectIndenter(INDENTER));

    private JsonText() {}

    static String compact(Object tree) {
        return MAPPER.writeValueAsString(bare(tree));
    }

    static String pretty(Object tree) {
        return PRETTY.writeValueAsString(bare(tree));
    }

    static JsonObject read(String text) {
        try {
            Object tree = MAPPER.readValue(text, Object.class);
            if (!(tree instanceof Map<?, ?> map)) {
                throw new JsonException("expected a JSON object. Found: another value");
            }
            return object(map);
        } catch (JacksonException e) {
            throw new JsonException("not JSON: " + e.getOriginalMessage() + place(e), e);
        } catch (IllegalArgumentException e) {
            throw new JsonException("not JSON that can be used here: " + e.getMessage(), e);
        }
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }

    private static JsonObject object(Map<?, ?> map) {
        JsonObject.Builder builder = JsonObject.with();
        map.forEach((key, value) -> builder.put(String.valueOf(key), Optional.ofNullable(own(value))));
        return builder.build();
    }

    private static @Nullable Object own(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return object(map);
        }
        return value instanceof List<?> list ? list.stream().map(JsonText::own).toList() : value;
    }

    private static @Nullable Object bare(@Nullable Object value) {
        if (value instanceof JsonObject object) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            object.values().forEach((key, item) -> map.put(key, bare(item)));
            return map;
        }
        return value instanceof List<?> list ? list.stream().map(JsonText::bare).toList() : value;
    }
}
