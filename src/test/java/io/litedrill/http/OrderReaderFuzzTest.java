package io.litedrill.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.fuzz.FuzzTarget;
import io.litedrill.json.JsonException;
import io.litedrill.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Any text as the body of a request. */
class OrderReaderFuzzTest extends FuzzTarget {
    @Override
    protected Stream<byte[]> seeds() {
        return Stream.of(
                        "{\"target\":\"file\",\"output\":\"x.db\"}",
                        "{\"target\":\"live\",\"force\":true,\"fallback\":false,\"dry_run\":true,\"accept_smaller\":true}",
                        "{\"target\":\"file\",\"output\":\"x\",\"point\":{\"txid\":\"00ff\"}}",
                        "{\"target\":\"file\",\"output\":\"x\",\"point\":{\"timestamp\":\"2026-11-23T12:00:00+01:00\"}}",
                        "{\"output\":\"x\",\"point\":{\"position\":\"00000000000000aa/00000001:32\"},\"a\":[1.5e3,null]}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected void read(byte[] input) {
        try {
            JsonObject body = JsonObject.parse(new String(input, StandardCharsets.UTF_8));
            OrderReader.Wish wish = OrderReader.read(body);
            assertThat(body.text("output")).isEqualTo(wish.output());
        } catch (JsonException | ProblemException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }
}
