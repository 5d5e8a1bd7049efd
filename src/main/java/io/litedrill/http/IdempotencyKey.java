package io.litedrill.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Identifies a request that its sender may repeat. The same sender may use a key for one database and one body only.
 *
 * @param name identifies the key, its sender and the database; hexadecimal
 * @param body identifies the body; hexadecimal
 */
public record IdempotencyKey(String name, String body) {
    private static final String HEADER = "Idempotency-Key";
    private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,255}");

    /**
     * Reads the key of a request whose body was read.
     *
     * @return empty for a request without the header
     * @throws ProblemException when the key is empty, too long or not ASCII
     */
    static Optional<IdempotencyKey> of(Context context) {
        return Optional.ofNullable(context.header(HEADER)).map(key -> {
            if (!VISIBLE.matcher(key).matches()) {
                throw new ProblemException(
                        Problem.BAD_REQUEST, HEADER + ": 1 to 255 visible ASCII characters, such as a UUID");
            }
            String scope = Caller.of(context).token() + "\n" + context.pathParam("name") + "\n" + key;
            return new IdempotencyKey(hash(scope), hash(Auditor.body(context)));
        });
    }

    private static String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
