package io.litedrill.http;

import org.eclipse.jetty.http.ComplianceUtils;
import org.eclipse.jetty.http.ComplianceViolation;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Detects requests whose target or headers violate the server's rules, before the server does: it would respond on a
 * path where the next request on the same connection can overtake the end of this one. {@link RequestLineRules}
 * responds to them.
 */
final class TargetRules implements HttpConfiguration.Customizer {
    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        return keepsRules(request) ? request : new Broken(request);
    }

    private static boolean keepsRules(Request request) {
        HttpConfiguration settings = request.getConnectionMetaData().getHttpConfiguration();
        HttpURI target = request.getHttpURI();
        ComplianceViolation.Listener listener = ComplianceViolation.Listener.NOOP;
        try {
            ComplianceUtils.verify(
                    settings.getUriCompliance(),
                    target,
                    listener,
                    why -> new HttpException.RuntimeException(HttpStatus.BAD_REQUEST_400, why));
            ComplianceUtils.verify(target, request.getHeaders(), settings.getHttpCompliance(), listener);
        } catch (HttpException.RuntimeException e) {
            return false;
        }
        String path = target.getPath();
        return path != null && path.startsWith("/");
    }

    /** Wraps a request that receives status 400. Hides the parts that violate the rules. */
    static final class Broken extends Request.Wrapper {
        Broken(Request request) {
            super(request);
        }

        @Override
        public HttpURI getHttpURI() {
            return HttpURI.from("/");
        }

        @Override
        public HttpFields getHeaders() {
            return HttpFields.EMPTY;
        }
    }
}
