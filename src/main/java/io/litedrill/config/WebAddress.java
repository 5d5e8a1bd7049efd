package io.litedrill.config;

import java.net.URI;
import java.util.Optional;

/** Parses the addresses of HTTP servers. */
final class WebAddress {
    private WebAddress() {}

    /**
     * Parses {@code http://HOST:PORT}, {@code https://HOST/PATH} or {@code HOST:PORT}.
     *
     * @param scheme the scheme of a text without one, with {@code ://}
     * @return the address without a slash at its end; empty for an invalid text, and for one with a user or a query
     */
    static Optional<URI> parse(String text, String scheme) {
        Optional<URI> address =
                Section.made(URI::create, (text.contains("://") ? text : scheme + text).replaceFirst("/+$", ""));
        return address.filter(
                        uri -> "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                .filter(uri -> uri.getHost() != null
                        && uri.getRawUserInfo() == null
                        && uri.getRawQuery() == null
                        && uri.getRawFragment() == null);
    }
}
