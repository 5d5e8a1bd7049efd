package io.litedrill.http;

import io.javalin.http.Context;
import io.litedrill.recover.Audit;
import java.util.Optional;

/** Keeps an audit record of every attempt to have something restored, whatever is answered. */
final class Auditor {
    private static final String DETAIL = "litedrill.detail";
    private static final String BODY = "litedrill.body";
    private static final String BEFORE = "/api/v1/databases/";
    private static final String AFTER = "/restores";

    private final Audit audit;

    Auditor(Audit audit) {
        this.audit = audit;
    }

    /** Remembers what an attempt is answered with. */
    static void answered(Context context, String detail) {
        context.attribute(DETAIL, detail);
    }

    /** Remembers what was asked for. */
    static void asked(Context context, String body) {
        context.attribute(BODY, body);
    }

    /** Called after every request, also one that was refused before any route saw it. */
    void after(Context context) {
        if (!context.req().getMethod().equals("POST") || !context.path().endsWith(AFTER)) {
            return;
        }
        Caller caller = Caller.of(context);
        Optional<String> detail = Optional.ofNullable(context.attribute(DETAIL));
        audit.keep(new Audit.Attempt(
                caller.token(),
                caller.address(),
                database(context.path()),
                what(context),
                context.statusCode() + detail.map(" "::concat).orElse("")));
    }

    private static String database(String path) {
        int start = BEFORE.length();
        int end = path.length() - AFTER.length();
        return path.startsWith(BEFORE) && start < end ? Answers.shortened(path.substring(start, end)) : "";
    }

    /** What is asked for, as it is kept. */
    static String what(Context context) {
        return "restore" + asked(context);
    }

    /** What the body said; of somebody who may not ask, nothing is read. */
    private static String asked(Context context) {
        Optional<String> body = Optional.ofNullable(context.attribute(BODY));
        return body.map(text -> " " + Answers.shortened(text.replaceAll("\\p{Cntrl}+", " ")))
                .orElse("");
    }
}
