package io.litedrill.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
    private static final JsonObject SAMPLE = JsonObject.parse("""
            {"text": "a", "number": 1.50, "whole": 12, "flag": true, "time": "2026-11-01T12:00:00Z", "none": null,
             "object": {"b": 1}, "objects": [{"b": 1}, {}], "mixed": [{}, null]}
            """);

    @Test
    void readsEachTypeUnderItsKey() {
        assertThat(SAMPLE.text("text")).contains("a");
        assertThat(SAMPLE.number("number").map(BigDecimal::doubleValue)).contains(1.5);
        assertThat(SAMPLE.integer("whole")).contains(12L);
        assertThat(SAMPLE.flag("flag")).contains(true);
        assertThat(SAMPLE.time("time")).contains(Instant.parse("2026-11-01T12:00:00Z"));
        assertThat(SAMPLE.object("object"))
                .contains(JsonObject.with().put("b", 1).build());
        assertThat(SAMPLE.objects("objects").orElseThrow()).hasSize(2);
    }

    @Test
    void absentAndNullAreEmpty() {
        assertThat(SAMPLE.text("none")).isEmpty();
        assertThat(SAMPLE.text("absent")).isEmpty();
        assertThat(SAMPLE.objects("absent")).isEmpty();
    }

    @Test
    void valueOfAnotherTypeIsNamedWithItsKey() {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> SAMPLE.text("whole"))
                .withMessage("whole: expected a text. Found: 12");
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> SAMPLE.integer("number"))
                .withMessage("number: expected a whole number of 64 bits. Found: 1.5");
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> SAMPLE.time("text"))
                .withMessage("text: expected a time such as 2026-11-01T12:00:00Z. Found: a");
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> SAMPLE.objects("mixed"))
                .withMessageStartingWith("mixed: expected objects only.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{} {}", "{\"a\":1,\"a\":2}", "{\"a\":1e999999999}", "{\"a\":NaN}"})
    void whatIsNotOneSoundObjectIsRefused(String text) {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> JsonObject.parse(text))
                .withMessageMatching("(?s)(not JSON|expected a JSON object).*");
    }

    @Test
    void deepNestingIsRefusedBeforeTheStackEnds() {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> JsonObject.parse("{\"a\":".repeat(100_000)))
                .withMessageStartingWith("not JSON: ");
    }

    @Test
    void numbersAreWrittenInFullAndDurationsAsSeconds() {
        JsonObject json = JsonObject.with()
                .put("small", 1e-7)
                .put("large", 1e15)
                .put("duration", Duration.ofMillis(-1500))
                .put("days", Duration.ofDays(400))
                .build();

        assertThat(json.compact())
                .isEqualTo("{\"small\":0.0000001,\"large\":1000000000000000,\"duration\":-1.5,\"days\":34560000}");
    }

    @Test
    void arraysHaveBothForms() {
        JsonObject one =
                JsonObject.with().put("a", Optional.of(List.of(true, "b"))).build();

        assertThat(JsonObject.compact(List.of(one, one))).isEqualTo("[{\"a\":[true,\"b\"]},{\"a\":[true,\"b\"]}]");
        assertThat(JsonObject.pretty(List.of(one))).isEqualTo("""
                [
                  {
                    "a": [
                      true,
                      "b"
                    ]
                  }
                ]""");
        assertThat(JsonObject.pretty(List.of())).isEqualTo("[]");
    }

    @Test
    void whatHasNoJsonFormIsNotPut() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonObject.with().put("a", URI.create("file:///a")))
                .withMessage("no JSON form for java.net.URI");
        assertThatIllegalArgumentException().isThrownBy(() -> JsonObject.with().put("a", Double.NaN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonObject.with().put("a", 1).put("a", 2))
                .withMessage("twice in one object: a");
    }

    @Test
    void isComparedByValue() {
        assertThat(JsonObject.parse("{\"a\":1.0}"))
                .isEqualTo(JsonObject.parse("{\"a\":1}"))
                .hasSameHashCodeAs(JsonObject.parse("{\"a\":1}"))
                .isNotEqualTo(JsonObject.parse("{\"a\":2}"))
                .hasToString("{\"a\":1}");
    }
}
