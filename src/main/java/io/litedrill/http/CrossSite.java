package io.litedrill.http;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Detects requests that a page of another site makes a browser send. The browser hides the response from that page, but
 * the request still uses resources, such as one of the places for listeners.
 */
final class CrossSite {
    private CrossSite() {}

    /** Returns true for a request of another site, except the opening of an address in a tab. */
    static boolean is(Context context) {
        String site = header(context, "Sec-Fetch-Site");
        if (!site.isEmpty()) {
            boolean opened = header(context, "Sec-Fetch-Mode").equals("navigate")
                    && header(context, "Sec-Fetch-Dest").equals("document");
            return !opened && !site.equals("same-origin") && !site.equals("none");
        }
        // browsers send the header above only to loopback and over TLS
        String origin = header(context, "Origin");
        return !origin.isEmpty()
                && !isHost(origin, header(context, "Host"))
                // a page cannot set this header for another site; a proxy sets it when it changes the Host header
                && !isHost(origin, header(context, "X-Forwarded-Host"));
    }

    private static boolean isHost(String origin, String host) {
        try {
            return host.equals(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String header(Context context, String name) {
        return Optional.ofNullable(context.header(name)).orElse("").toLowerCase(Locale.ROOT);
    }
}
