package io.litedrill.http;

import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Ensures that only the request line selects the route. Removes the headers that would make the router use another
 * method, or treat the request as a WebSocket handshake, which skips the routes.
 */
final class RequestLineRules extends Handler.Wrapper {
    private static final Set<String> IGNORED = caseless(
            "X-HTTP-Method-Override",
            "X-HTTP-Method",
            "X-Method-Override",
            "Sec-WebSocket-Version",
            "Sec-WebSocket-Key",
            "Sec-WebSocket-Protocol",
            "Sec-WebSocket-Extensions");

    private static Set<String> caseless(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(Set.of(names));
        return set;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request instanceof TargetRules.Broken broken) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            Response.writeError(broken.getWrapped(), response, callback, HttpStatus.BAD_REQUEST_400);
            return true;
        }
        boolean plain = request.getHeaders().stream().noneMatch(field -> IGNORED.contains(field.getName()));
        return super.handle(plain ? request : new Filtered(request), response, callback);
    }

    /** Wraps a request without the ignored headers. */
    private static final class Filtered extends Request.Wrapper {
        private final HttpFields headers;

        Filtered(Request request) {
            super(request);
            HttpFields.Mutable kept = HttpFields.build();
            request.getHeaders().stream()
                    .filter(field -> !IGNORED.contains(field.getName()))
                    .forEach(kept::add);
            headers = kept.asImmutable();
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }
    }
}
