package io.litedrill.http;

import io.javalin.http.Context;
import java.util.Optional;

/**
 * Identifies the sender of a request.
 *
 * @param token the name of the token of the request; {@code -} for a missing or unknown token
 * @param address the address of the other end of the connection, which may be a proxy
 */
record Caller(String token, String address) {
    private static final String ATTRIBUTE = "litedrill.caller";

    /** Stores the accepted token. */
    static void accept(Context context, BearerToken token) {
        context.attribute(ATTRIBUTE, token.name());
    }

    static Caller of(Context context) {
        Optional<String> token = Optional.ofNullable(context.attribute(ATTRIBUTE));
        return new Caller(token.orElse("-"), context.req().getRemoteAddr());
    }
}
