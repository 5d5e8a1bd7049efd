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

/** Answers what the server refuses before any route sees it: malformed requests, headers without end. */
final class JettyProblems extends ErrorHandler {
    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        Problem problem = code < 500 ? Problem.BAD_REQUEST : Problem.INTERNAL;
        String detail = code < 500
                ? "This is not a request that can be answered. Compare it with /openapi.yaml"
                : "This is a mistake of Litedrill. The log says more";
        String text = Answers.text(problem, code, detail, path(request));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
    }

    /** Of a request that could not be read there is none. */
    private static String path(Request request) {
        return Optional.ofNullable(request.getHttpURI())
                .map(HttpURI::getPath)
                .map(Answers::shortened)
                .orElse("");
    }
}
