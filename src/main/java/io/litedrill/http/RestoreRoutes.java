package io.litedrill.http;

import io.javalin.http.Context;
import io.litedrill.http.Actions.Started;
import io.litedrill.http.RestoreRequest.Asker;
import io.litedrill.http.RestoreRequest.Where;
import io.litedrill.http.Views.Kind;
import io.litedrill.json.JsonObject;
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
                .orElseThrow(
                        () -> new ProblemException(
                                Problem.BAD_REQUEST,
                                "Say what to restore, as JSON: {\"target\": \"file\", \"output\": \"NAME.db\"} for a new file, "
                                        + "{\"target\": \"live\"} for the live path, and \"point\" unless the newest is meant"));
        OrderReader.Wish wish = OrderReader.read(body);
        if (wish.output().isPresent()) {
            toFile(context, wish, folder.take(wish.output().get()));
        } else if (wish.dryRun()) {
            dryRun(context, order(context, wish, new Where.Live()));
        } else {
            accepted(context, started(context, order(context, wish, new Where.Live())));
        }
    }

    private static RestoreRequest order(Context context, OrderReader.Wish wish, Where where) {
        Caller caller = Caller.of(context);
        Asker asker = new Asker(caller.token(), caller.address(), Auditor.what(context));
        return new RestoreRequest(context.pathParam("name"), wish.point(), where, wish.allowed(), asker);
    }

    private void toFile(Context context, OrderReader.Wish wish, Path output) {
        boolean kept = false;
        try {
            RestoreRequest order = order(context, wish, new Where.NewFile(output));
            if (wish.dryRun()) {
                dryRun(context, order);
                return;
            }
            Started started = started(context, order);
            folder.releaseAtEnd(output, started.end());
            kept = true;
            accepted(context, started);
        } finally {
            if (!kept) {
                folder.release(output);
            }
        }
    }

    private Started started(Context context, RestoreRequest order) {
        return known(context, actions.restore(order));
    }

    private void dryRun(Context context, RestoreRequest order) {
        String outlook = known(context, actions.dryRun(order));
        Auditor.answered(context, "dry run");
        Responses.json(context, 200, outlook);
    }

    private static void accepted(Context context, Started started) {
        DatabaseRoutes.accepted(context, Kind.RESTORES, started);
    }

    private static <T> T known(Context context, Optional<T> answer) {
        return answer.orElseThrow(() -> DatabaseRoutes.noDatabase(context.pathParam("name")));
    }
}
