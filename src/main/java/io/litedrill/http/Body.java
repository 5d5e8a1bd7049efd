package io.litedrill.http;

import io.javalin.http.Context;
import io.litedrill.json.JsonException;
import io.litedrill.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Reads the body of a request: a JSON object of limited size. */
final class Body {
    static final int LIMIT = 64 * 1024;

    private Body() {}

    /**
     * Reads the whole body.
     *
     * @return empty for a request without a body
     * @throws ProblemException when the body is too large, or not a JSON object
     */
    static Optional<JsonObject> read(Context context) {
        byte[] bytes = bytes(context);
        if (bytes.length == 0) {
            return Optional.empty();
        }
        checkType(Optional.ofNullable(context.contentType()).orElse(""));
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            Auditor.asked(context, text);
            return Optional.of(JsonObject.parse(text));
        } catch (JsonException | CharacterCodingException e) {
            throw new ProblemException(Problem.BAD_REQUEST, "The body must be one JSON object: " + e.getMessage());
        }
    }

    /** Reads the bytes. A body without a declared length is counted as it arrives. */
    private static byte[] bytes(Context context) {
        try (InputStream in = context.req().getInputStream()) {
            byte[] bytes = in.readNBytes(LIMIT + 1);
            if (bytes.length > LIMIT) {
                throw new ProblemException(Problem.TOO_LARGE, "A body may have up to " + LIMIT + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new ProblemException(Problem.BAD_REQUEST, "The body ended before it was complete. Send it again");
        }
    }

    /**
     * Requires a JSON content type. A foreign web page can send a form or plain text without a preflight request of the
     * browser.
     */
    private static void checkType(String contentType) {
        String type =
                contentType.toLowerCase(Locale.ROOT).replaceFirst(";.*", "").strip();
        if (!type.equals("application/json")) {
            throw new ProblemException(
                    Problem.UNSUPPORTED_MEDIA_TYPE, "Send the body with the header Content-Type: application/json");
        }
    }
}
