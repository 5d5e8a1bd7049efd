package io.litedrill.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Responds to requests that the server rejects before any route receives them: malformed requests, headers without end.
 */
final class JettyProblems extends ErrorHandler {
    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        Problem problem = Problem.of(code);
        String text = Responses.text(problem, code, detail(problem), path(request));
        response.getHeaders()
                .put(HttpHeader.CONTENT_TYPE, "application/problem+json")
                .put(HttpHeader.CACHE_CONTROL, "no-store")
                .put("X-Content-Type-Options", "nosniff");
        response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
    }

    private static String detail(Problem problem) {
        return switch (problem) {
            case REQUEST_TIMEOUT -> "The request took too long to arrive. Send it again, in one piece";
            case UNAVAILABLE -> "Too many requests are waiting. Try again in a moment";
            case INTERNAL -> "This is a bug in Litedrill. See its log for details";
            default -> "The request is malformed. Compare it with /openapi.yaml";
        };
    }

    /** Returns the path; a request that could not be parsed has none. */
    private static String path(Request request) {
        return Optional.ofNullable(request.getHttpURI())
                .map(HttpURI::getPath)
                .map(Responses::shortened)
                .orElse("");
    }
}
