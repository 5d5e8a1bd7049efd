package io.litedrill.http;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;

/** Responds to requests that match no route. Runs no handler. */
final class Unmatched {
    private final Guard guard;

    Unmatched(Guard guard) {
        this.guard = guard;
    }

    void answer(HttpResponseException e, Context context) {
        Responses.secure(context);
        try {
            guard.check(context, Access.withoutRoute(context.req().getMethod()));
            refuse(e, context);
        } catch (ProblemException refused) {
            Responses.problem(context, refused.problem(), String.valueOf(refused.getMessage()));
        }
    }

    private static void refuse(HttpResponseException e, Context context) {
        switch (e.getStatus()) {
            case 404 ->
                Responses.problem(
                        context, Problem.NOT_FOUND, "This address does not exist. /openapi.yaml lists all addresses");
            case 405 -> {
                e.getDetails().values().stream().findFirst().ifPresent(methods -> context.header("Allow", methods));
                Responses.problem(
                        context,
                        Problem.METHOD_NOT_ALLOWED,
                        "This address has other methods. /openapi.yaml lists them");
            }
            default -> Responses.problem(context, Problem.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }
}
