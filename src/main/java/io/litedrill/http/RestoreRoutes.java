package io.litedrill.http;

import io.javalin.http.Context;
import io.litedrill.http.Actions.Started;
import io.litedrill.http.Views.Kind;
import io.litedrill.json.JsonObject;
import io.litedrill.recover.RestoreRequest;
import io.litedrill.recover.RestoreRequest.Destination;
import io.litedrill.recover.RestoreRequest.Requester;
import java.nio.file.Path;
import java.util.Optional;

/** Implements the routes that accept requests for restores. */
final class RestoreRoutes {
    private final Actions actions;
    private final RestoreFolder folder;

    RestoreRoutes(Actions actions, RestoreFolder folder) {
        this.actions = actions;
        this.folder = folder;
    }

    void post(Context context) {
        JsonObject body = Body.read(context)
                .orElseThrow(() -> new ProblemException(
                        Problem.BAD_REQUEST,
                        "Say what to restore, as JSON: {\"target\": \"file\", \"output\": \"NAME.db\"} for a"
                                + " new file, {\"target\": \"live\"} for the live path, and \"point\" unless the"
                                + " newest is meant"));
        OrderReader.Wish wish = OrderReader.read(body);
        if (wish.dryRun()) {
            dryRun(context, wish);
            return;
        }
        IdempotencyKey.of(context)
                .ifPresentOrElse(
                        known -> once(context, wish, known),
                        () -> accepted(context, start(context, wish, actions.newRunId())));
    }

    /** Responds to a request that may be repeated. Only the first one starts a run. */
    private void once(Context context, OrderReader.Wish wish, IdempotencyKey key) {
        Optional<Started> before = actions.repeated(key);
        if (before.isPresent()) {
            accepted(context, before.get());
            return;
        }
        boolean refused = false;
        try {
            String runId = actions.newRunId();
            actions.begins(key, runId);
            accepted(context, start(context, wish, runId));
        } catch (ProblemException e) {
            refused = true;
            throw e;
        } finally {
            actions.answered(key, refused);
        }
    }

    private Started start(Context context, OrderReader.Wish wish, String runId) {
        if (wish.output().isEmpty()) {
            return started(context, request(context, wish, new RestoreRequest.LivePath(), runId));
        }
        Path output = folder.take(wish.output().get());
        boolean kept = false;
        try {
            Started started = started(context, request(context, wish, new RestoreRequest.NewFile(output), runId));
            folder.releaseAtEnd(output, started.end());
            kept = true;
            return started;
        } finally {
            if (!kept) {
                folder.release(output);
            }
        }
    }

    private void dryRun(Context context, OrderReader.Wish wish) {
        if (wish.output().isEmpty()) {
            dryRun(context, request(context, wish, new RestoreRequest.LivePath(), actions.newRunId()));
            return;
        }
        Path output = folder.take(wish.output().get());
        try {
            dryRun(context, request(context, wish, new RestoreRequest.NewFile(output), actions.newRunId()));
        } finally {
            folder.release(output);
        }
    }

    /** Cancels a restore. */
    void cancel(Context context) {
        String id = context.pathParam("id");
        String database =
                actions.cancel(id, Caller.of(context).token()).orElseThrow(() -> DatabaseRoutes.noRun(Kind.RESTORES));
        Auditor.about(context, database);
        Auditor.answered(context, "cancelled");
        JsonObject body = JsonObject.with()
                .put("id", id)
                .put("database", database)
                .put("state", "cancelled")
                .build();
        context.header("Location", "/api/v1/restores/" + id);
        Responses.json(context, 202, body.compact());
    }

    private static RestoreRequest request(
            Context context, OrderReader.Wish wish, Destination destination, String runId) {
        Caller caller = Caller.of(context);
        Requester by = new Requester(caller.token(), caller.address(), Auditor.what(context));
        return new RestoreRequest(runId, wish.point(), destination, wish.permissions(), by);
    }

    private Started started(Context context, RestoreRequest request) {
        return known(context, actions.restore(context.pathParam("name"), request));
    }

    private void dryRun(Context context, RestoreRequest request) {
        String preview = known(context, actions.dryRun(context.pathParam("name"), request));
        Auditor.answered(context, "dry run");
        Responses.json(context, 200, preview);
    }

    private static void accepted(Context context, Started started) {
        DatabaseRoutes.accepted(context, Kind.RESTORES, started);
    }

    private static <T> T known(Context context, Optional<T> answer) {
        return answer.orElseThrow(() -> DatabaseRoutes.noDatabase(context.pathParam("name")));
    }
}
