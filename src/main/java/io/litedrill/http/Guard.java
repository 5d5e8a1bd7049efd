package io.litedrill.http;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decides whether a request may use a route. */
final class Guard {
    private static final Pattern LOOPBACK_HOST =
            Pattern.compile("(?i)(localhost|127(\\.\\d{1,3}){3}|\\[::1])\\.?(:\\d{1,5})?");
    private static final String SCHEME = "bearer ";

    private final List<BearerToken> tokens;
    private final Optional<BearerToken> metricsToken;
    private final boolean loopback;

    Guard(List<BearerToken> tokens, Optional<BearerToken> metricsToken, boolean loopback) {
        this.tokens = List.copyOf(tokens);
        this.metricsToken = metricsToken;
        this.loopback = loopback;
    }

    /** Returns the guard of an API with these settings. */
    static Guard of(ApiSettings settings) {
        return new Guard(settings.tokens(), settings.metricsToken(), isLoopback(settings.host()));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    host + ": this machine does not have this address. Set one that it has", e);
        }
    }

    /** Returns whether only the open routes and the metrics are available. */
    boolean isShut() {
        return !loopback && tokens.isEmpty();
    }

    /**
     * Authorizes a request.
     *
     * @param access the access that the matched route declares
     * @throws ProblemException when the request is not authorized
     */
    void check(Context context, Access access) {
        if (loopback) {
            checkHost(Optional.ofNullable(context.header("Host")).orElse(""));
        }
        switch (access) {
            case OPEN -> {}
            case SCRAPER -> metricsToken.ifPresent(wanted -> checkScraper(wanted, bearer(context)));
            case PAGE -> checkServed();
            case CALLER -> {
                checkSite(context);
                checkCaller(context);
            }
            case VIEWER -> {
                checkSite(context);
                if (!loopback) {
                    checkToken(context, Role.VIEWER);
                }
            }
            case OPERATOR -> checkToken(context, Role.OPERATOR);
            case RESTORER -> checkToken(context, Role.RESTORER);
        }
    }

    private void checkServed() {
        if (isShut()) {
            throw new ProblemException(Problem.FORBIDDEN, withoutToken(true));
        }
    }

    /** The other accesses need no check: they are open, or need a token, which a page of another site does not have. */
    private static void checkSite(Context context) {
        if (CrossSite.is(context)) {
            throw new ProblemException(
                    Problem.FORBIDDEN,
                    "A browser sent this request for a page of another site. Open Litedrill's own page, or have the"
                            + " proxy in front set the header X-Forwarded-Host");
        }
    }

    private void checkCaller(Context context) {
        if (!loopback) {
            checkToken(context, Role.VIEWER);
        } else if (!bearer(context).isEmpty()) {
            Caller.accept(context, identify(bearer(context)));
        }
    }

    private void checkToken(Context context, Role needed) {
        if (tokens.isEmpty()) {
            throw new ProblemException(Problem.FORBIDDEN, withoutToken(needed == Role.VIEWER));
        }
        BearerToken token = identify(bearer(context));
        Caller.accept(context, token);
        checkRole(token, needed);
    }

    private static void checkRole(BearerToken token, Role needed) {
        if (!token.role().includes(needed)) {
            throw new ProblemException(
                    Problem.FORBIDDEN,
                    "The token " + token.name() + " has the role "
                            + token.role().wire() + ", and this needs " + needed.wire()
                            + ". Use another token, or give this one the role in litedrill.yml");
        }
    }

    private static String bearer(Context context) {
        return Optional.ofNullable(context.header("Authorization")).orElse("");
    }

    private static void checkScraper(BearerToken wanted, String header) {
        boolean bearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        if (!bearer || !wanted.matches(header.substring(SCHEME.length()).strip())) {
            throw new ProblemException(
                    Problem.UNAUTHORIZED,
                    "The metrics need their own token, metrics_token of litedrill.yml. Send it as: Authorization:"
                            + " Bearer TOKEN");
        }
    }

    /**
     * Checks the Host header. A web page can make its own host name resolve to 127.0.0.1; the header then contains that
     * name.
     */
    private static void checkHost(String host) {
        if (!LOOPBACK_HOST.matcher(host).matches()) {
            throw new ProblemException(
                    Problem.FORBIDDEN,
                    "Litedrill listens on loopback only and answers to the names localhost, 127.0.0.1 and [::1]. "
                            + "Use one of them, or have the proxy in front set the Host header to one");
        }
    }

    private String withoutToken(boolean reads) {
        return reads
                ? "Litedrill listens beyond loopback and has no token, so it serves only /metrics, /healthz and"
                        + " /readyz. Set token (or token_file) in litedrill.yml, or listen on 127.0.0.1"
                : "Litedrill has no token, so requests for changes are refused. Set token (or token_file) in"
                        + " litedrill.yml, and send it as: Authorization: Bearer TOKEN";
    }

    /** Compares the header with every token, so that the time taken does not reveal which tokens exist. */
    private BearerToken identify(String header) {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new ProblemException(
                    Problem.UNAUTHORIZED, "This needs a token of the API. Send it as: Authorization: Bearer TOKEN");
        }
        String candidate = header.substring(SCHEME.length()).strip();
        List<BearerToken> matching =
                tokens.stream().filter(token -> token.matches(candidate)).toList();
        if (matching.isEmpty()) {
            throw new ProblemException(
                    Problem.UNAUTHORIZED, "This is no token of the API. Compare it with the configuration");
        }
        return matching.get(0);
    }
}
