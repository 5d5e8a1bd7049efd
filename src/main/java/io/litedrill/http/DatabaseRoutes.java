package io.litedrill.http;

import io.javalin.http.Context;
import io.litedrill.http.Actions.Started;
import io.litedrill.http.Views.Kind;
import io.litedrill.http.Views.RunView;
import io.litedrill.json.JsonObject;
import io.litedrill.replica.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Implements the routes of databases: their state, their results, and their checks and drills. */
final class DatabaseRoutes {
    private static final String ALL = "/api/v1/databases";
    private static final String ONE = ALL + "/{name}";
    private static final int MOST = 1000;
    private static final String USUAL = "100";
    /** A year. */
    private static final int MOST_HOURS = 8784;

    private final Views views;
    private final Actions actions;
    private final RestoreRoutes restores;

    DatabaseRoutes(ApiPorts ports, RestoreFolder folder) {
        this.views = ports.views();
        this.actions = ports.actions();
        this.restores = new RestoreRoutes(ports.actions(), folder);
    }

    List<Route> all() {
        return List.of(
                Route.get(ALL, Access.VIEWER, context -> Responses.json(context, 200, views.databases())),
                Route.get(ONE, Access.VIEWER, context -> show(context, views::database)),
                Route.get("/api/v1/board", Access.VIEWER, context -> Responses.json(context, 200, views.board())),
                Route.get(ONE + "/window", Access.VIEWER, this::window),
                Route.get(ONE + "/trend", Access.VIEWER, this::trend),
                Route.get(ONE + "/plan", Access.VIEWER, this::plan),
                Route.get(ONE + "/runs", Access.VIEWER, context -> show(context, views::runs)),
                Route.get(ONE + "/checks", Access.VIEWER, context -> history(context, Kind.CHECKS)),
                Route.post(ONE + "/checks", Access.OPERATOR, context -> start(context, Kind.CHECKS, actions::check)),
                Route.get(ONE + "/drills", Access.VIEWER, context -> history(context, Kind.DRILLS)),
                Route.post(ONE + "/drills", Access.OPERATOR, context -> start(context, Kind.DRILLS, actions::drill)),
                Route.get(ONE + "/scrubs", Access.VIEWER, context -> history(context, Kind.SCRUBS)),
                Route.post(ONE + "/scrubs", Access.OPERATOR, context -> start(context, Kind.SCRUBS, actions::scrub)),
                Route.get(ONE + "/restores", Access.VIEWER, context -> history(context, Kind.RESTORES)),
                Route.post(ONE + "/restores", Access.RESTORER, restores::post),
                Route.get("/api/v1/drills/{id}", Access.VIEWER, context -> run(context, Kind.DRILLS)),
                Route.get("/api/v1/restores/{id}", Access.VIEWER, context -> run(context, Kind.RESTORES)),
                Route.delete("/api/v1/restores/{id}", Access.RESTORER, restores::cancel));
    }

    private static void show(Context context, Function<String, Optional<String>> view) {
        String name = context.pathParam("name");
        Responses.json(context, 200, view.apply(name).orElseThrow(() -> noDatabase(name)));
    }

    private void window(Context context) {
        Optional<Instant> around =
                Optional.ofNullable(context.queryParam("around")).map(text -> OrderReader.time("around", text));
        show(context, name -> views.window(name, around));
    }

    private void trend(Context context) {
        int hours = number(context, "hours", "168", MOST_HOURS);
        show(context, name -> views.trend(name, Duration.ofHours(hours)));
    }

    private void plan(Context context) {
        Point point = OrderReader.point(name -> Optional.ofNullable(context.queryParam(name)));
        show(context, name -> views.plan(name, point));
    }

    private void history(Context context, Kind kind) {
        int limit = number(context, "limit", USUAL, MOST);
        show(context, name -> views.history(kind, name, limit));
    }

    private static int number(Context context, String parameter, String usual, int most) {
        String text = Optional.ofNullable(context.queryParam(parameter)).orElse(usual);
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
            throw new ProblemException(Problem.BAD_REQUEST, parameter + ": 1 to " + most + ". Found: " + text);
        }
        return Integer.parseInt(text);
    }

    private static void start(Context context, Kind kind, Function<String, Optional<Started>> action) {
        Body.read(context)
                .filter(body -> !body.equals(JsonObject.with().build()))
                .ifPresent(body -> {
                    throw new ProblemException(
                            Problem.BAD_REQUEST, "This takes no settings: send no body, or {}. Found: " + body);
                });
        String name = context.pathParam("name");
        accepted(context, kind, action.apply(name).orElseThrow(() -> noDatabase(name)));
    }

    static void accepted(Context context, Kind kind, Started started) {
        context.header("Location", location(context, kind, started.id()));
        Auditor.answered(context, "accepted as " + started.id());
        JsonObject body = JsonObject.with()
                .put("id", started.id())
                .put("database", context.pathParam("name"))
                .put("state", "running")
                .put("attached", started.attached())
                .build();
        Responses.json(context, 202, body.compact());
    }

    /**
     * Returns the address of a result. The result of a check or scrub is the first of the list; it has no address of
     * its own.
     */
    private static String location(Context context, Kind kind, String id) {
        return kind == Kind.CHECKS || kind == Kind.SCRUBS
                ? context.path()
                : "/api/v1/" + kind.name().toLowerCase(Locale.ROOT) + "/" + id;
    }

    private void run(Context context, Kind kind) {
        String id = context.pathParam("id");
        RunView run = views.run(kind, id).orElseThrow(() -> noRun(kind));
        JsonObject.Builder known = JsonObject.with()
                .put("id", run.id())
                .put("database", run.database())
                .put("state", run.done() ? "done" : "running");
        put(known, run.progress());
        known.put("result", run.result());
        Responses.json(context, 200, known.build().compact());
    }

    static ProblemException noRun(Kind kind) {
        return new ProblemException(
                Problem.NOT_FOUND,
                "No run has this id. The id is wrong, the run was interrupted by the end of the daemon, or it is too "
                        + "old and was deleted. GET " + ONE + "/"
                        + kind.name().toLowerCase(Locale.ROOT)
                        + " lists the stored runs");
    }

    private static void put(JsonObject.Builder known, Optional<Views.Progress> progress) {
        known.put("phase", progress.map(Views.Progress::phase))
                .put("bytes", progress.map(Views.Progress::bytes))
                .put("bytes_total", progress.flatMap(Views.Progress::bytesTotal))
                .put("pages", progress.flatMap(Views.Progress::pages))
                .put("seconds_left", progress.flatMap(Views.Progress::left));
    }

    static ProblemException noDatabase(String name) {
        return new ProblemException(
                Problem.NOT_FOUND, "No database is named " + name + ". GET " + ALL + " lists those that are watched");
    }
}
