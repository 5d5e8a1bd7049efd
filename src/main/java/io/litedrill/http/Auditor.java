package io.litedrill.http;

import io.javalin.http.Context;
import io.litedrill.recover.Audit;
import java.util.Optional;

/** Keeps an audit record of every request to a route that is audited. */
final class Auditor {
    private static final String DETAIL = "litedrill.detail";
    private static final String BODY = "litedrill.body";

    private final Audit audit;

    Auditor(Audit audit) {
        this.audit = audit;
    }

    /** Remembers what an attempt is answered with. */
    static void answered(Context context, String detail) {
        context.attribute(DETAIL, Responses.oneLine(detail));
    }

    /** Remembers what was asked for. */
    static void asked(Context context, String body) {
        context.attribute(BODY, body);
    }

    /**
     * Records a request to an audited route, whatever the answer is.
     *
     * @param database the name as it is in the request's path
     */
    void keep(Context context, String database) {
        Caller caller = Caller.of(context);
        Optional<String> detail = Optional.ofNullable(context.attribute(DETAIL));
        audit.keep(new Audit.Attempt(
                caller.token(),
                caller.address(),
                Responses.shortened(Responses.oneLine(database)),
                what(context),
                context.statusCode() + detail.map(" "::concat).orElse("")));
    }

    /** What is asked for, as it is kept. */
    static String what(Context context) {
        return "restore" + asked(context);
    }

    /** What the body said; of somebody who may not ask, nothing is read. */
    private static String asked(Context context) {
        Optional<String> body = Optional.ofNullable(context.attribute(BODY));
        return body.map(text -> " " + Responses.shortened(Responses.oneLine(text)))
                .orElse("");
    }
}
