package io.litedrill.hook;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Holds a configured URL to call. Its path and query may be secrets (the address of a heartbeat acts as its password),
 * so messages contain only its host.
 *
 * @param uri http or https, with a host
 * @param json the body of a POST; empty: a GET
 * @param limit the time limit of one answer, from connecting to the status line; above 0
 */
public record UrlCall(URI uri, Optional<String> json, Duration limit) {
    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException for a URL that cannot be called; the message does not repeat it
     */
    public UrlCall {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
            throw new IllegalArgumentException("a URL to call begins with http:// or https:// and has a host");
        }
        if (limit.isZero() || limit.isNegative()) {
            throw new IllegalArgumentException("the time limit of a call is above 0. Found: " + limit);
        }
    }

    /** Returns scheme, host and port, for messages. */
    public String place() {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }
}
