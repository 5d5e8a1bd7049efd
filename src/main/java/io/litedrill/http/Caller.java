package io.litedrill.http;

import io.javalin.http.Context;
import java.util.Optional;

/**
 * Who sent a request, as far as is known.
 *
 * @param token the name of the token that it brought; {@code -} for none, and for one that is not known
 * @param address of the other end of the connection, a proxy's where there is one
 */
record Caller(String token, String address) {
    private static final String ATTRIBUTE = "litedrill.caller";

    /** Remembers the token that was accepted. */
    static void accept(Context context, BearerToken token) {
        context.attribute(ATTRIBUTE, token.name());
    }

    static Caller of(Context context) {
        Optional<String> token = Optional.ofNullable(context.attribute(ATTRIBUTE));
        return new Caller(token.orElse("-"), context.req().getRemoteAddr());
    }
}
