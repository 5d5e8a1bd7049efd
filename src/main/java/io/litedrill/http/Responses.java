package io.litedrill.http;

import io.javalin.http.Context;
import io.litedrill.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes JSON and problems. */
final class Responses {
    private static final Logger LOG = LoggerFactory.getLogger(Responses.class);
    private static final String JSON = "application/json";
    private static final String PROBLEM_JSON = "application/problem+json";

    private static final int LONGEST = 500;

    private Responses() {}

    /** Sets the headers of every response. */
    static void secure(Context context) {
        context.header("Cache-Control", "no-store");
        context.header("X-Content-Type-Options", "nosniff");
    }

    /** Responds to an unexpected exception or error, and logs it. */
    static void failed(Context context, Throwable e) {
        LOG.error("{} {} failed", context.req().getMethod(), context.path(), e);
        problem(context, Problem.INTERNAL, "This is a bug in Litedrill. See its log for details, and please report it");
    }

    static void json(Context context, int status, String body) {
        context.status(status).contentType(JSON).result(body);
    }

    static void problem(Context context, Problem problem, String detail) {
        if (problem == Problem.UNAUTHORIZED) {
            context.header("WWW-Authenticate", "Bearer realm=\"litedrill\"");
        }
        Auditor.answered(context, shortened(detail));
        context.status(problem.status())
                .contentType(PROBLEM_JSON)
                .result(text(problem, problem.status(), shortened(detail), shortened(context.path())));
    }

    /** Shortens text of the client before it is quoted. */
    static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    static String text(Problem problem, int status, String detail, String instance) {
        return JsonObject.with()
                .put("type", problem.type())
                .put("title", problem.title())
                .put("status", status)
                .put("detail", detail)
                .put("instance", instance)
                .build()
                .compact();
    }
}
