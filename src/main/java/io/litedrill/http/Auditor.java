package io.litedrill.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.litedrill.recover.Audit;
import io.litedrill.text.PlainText;
import java.util.Optional;

/** Writes an audit record of every request to an audited route. */
final class Auditor {
    private static final String DETAIL = "litedrill.detail";
    private static final String DATABASE = "litedrill.database";
    private static final String BODY = "litedrill.body";

    private final Audit audit;

    Auditor(Audit audit) {
        this.audit = audit;
    }

    /** Stores the response to a request for its audit record. */
    static void answered(Context context, String detail) {
        context.attribute(DETAIL, PlainText.line(detail));
    }

    /** Stores the database of a request whose path does not name it. */
    static void about(Context context, String database) {
        context.attribute(DATABASE, database);
    }

    /** Stores the body of a request for its audit record. */
    static void asked(Context context, String body) {
        context.attribute(BODY, body);
    }

    /**
     * Records a request to an audited route, with any response.
     *
     * @param database the name as written in the path of the request
     */
    void keep(Context context, String database) {
        Caller caller = Caller.of(context);
        Optional<String> found = Optional.ofNullable(context.attribute(DATABASE));
        Optional<String> detail = Optional.ofNullable(context.attribute(DETAIL));
        audit.keep(new Audit.Attempt(
                caller.token(),
                caller.address(),
                Responses.shortened(PlainText.line(found.orElse(database))),
                what(context),
                context.statusCode() + detail.map(" "::concat).orElse("")));
    }

    /** Returns the request as recorded in the audit log. */
    static String what(Context context) {
        return context.method().equals(HandlerType.DELETE)
                ? "cancel restore " + Responses.shortened(PlainText.line(context.pathParam("id")))
                : "restore" + asked(context);
    }

    /** Returns the stored body. The body of an unauthorized request is not read. */
    private static String asked(Context context) {
        String body = body(context);
        return body.isEmpty() ? "" : " " + Responses.shortened(PlainText.line(body));
    }

    /** Returns the whole body that was read; empty for a request without one. */
    static String body(Context context) {
        return Optional.<String>ofNullable(context.attribute(BODY)).orElse("");
    }
}
