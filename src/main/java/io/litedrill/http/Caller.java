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
    /** The name of a missing or unknown token. */
    static final String NO_TOKEN = "-";

    private static final String ATTRIBUTE = "litedrill.caller";
    private static final String ROLE = "litedrill.role";

    /** Stores the accepted token. */
    static void accept(Context context, BearerToken token) {
        context.attribute(ATTRIBUTE, token.name());
        context.attribute(ROLE, token.role());
    }

    /** Returns the role of the accepted token; without a token, the role that every request has. */
    static Role role(Context context) {
        return Optional.<Role>ofNullable(context.attribute(ROLE)).orElse(Role.VIEWER);
    }

    static Caller of(Context context) {
        Optional<String> token = Optional.ofNullable(context.attribute(ATTRIBUTE));
        return new Caller(token.orElse(NO_TOKEN), context.req().getRemoteAddr());
    }
}
