package io.litedrill.http;

import io.litedrill.json.JsonException;
import io.litedrill.json.JsonObject;
import io.litedrill.recover.Permission;
import io.litedrill.recover.Permissions;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Point;
import io.litedrill.replica.WalPosition;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the request for a restore. */
final class OrderReader {
    private static final Map<String, Function<String, Point>> POINTS =
            Map.of("timestamp", OrderReader::atTime, "txid", OrderReader::atTxid, "position", OrderReader::atPosition);
    private static final List<String> LIVE_ONLY = Stream.of(
                    Permission.FORCE, Permission.NO_BACKUP, Permission.NEW_REPLICA)
            .map(Permission::wire)
            .toList();
    private static final List<Permission> PERMISSIONS =
            Arrays.stream(Permission.values()).filter(Permission::isRequestable).toList();

    private OrderReader() {}

    /**
     * Holds the content of a request body.
     *
     * @param output the path as written, unchecked; empty for the live path
     * @param dryRun whether only the plan is requested
     */
    record Wish(Point point, Optional<String> output, Permissions permissions, boolean dryRun) {}

    /**
     * Reads the body.
     *
     * @throws ProblemException when a key is invalid; the message names it
     */
    static Wish read(JsonObject body) {
        try {
            Optional<JsonObject> point = body.object("point");
            Map<String, Optional<?>> values = new LinkedHashMap<>();
            values.put("point", point);
            values.put("target", body.text("target"));
            values.put("output", body.text("output"));
            values.put("dry_run", body.flag("dry_run"));
            PERMISSIONS.forEach(each -> values.put(each.wire(), body.flag(each.wire())));
            knowsOnly(body, "body", values);
            Optional<String> output = output(body);
            return new Wish(
                    point.map(OrderReader::only).orElseGet(Point.Newest::new),
                    output,
                    permissions(body),
                    is(body, "dry_run"));
        } catch (JsonException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> output(JsonObject body) {
        Optional<String> output = body.text("output");
        return switch (body.text("target").orElse("")) {
            case "file" -> {
                refuseLiveOnly(body);
                yield Optional.of(output.orElseThrow(() -> bad("output: the name of the new file. Found: nothing")));
            }
            case "live" -> {
                output.ifPresent(name -> {
                    throw bad(
                            "output: not with target \"live\", which is the path in the configuration. Found: " + name);
                });
                yield Optional.empty();
            }
            default ->
                throw bad("target: \"file\" (to a new file) or \"live\" (over the live path). Found: "
                        + body.text("target").orElse("nothing"));
        };
    }

    private static void refuseLiveOnly(JsonObject body) {
        LIVE_ONLY.stream().filter(key -> is(body, key)).findFirst().ifPresent(key -> {
            throw bad(key + ": only with target \"live\"; a restore to a file replaces nothing");
        });
    }

    private static Permissions permissions(JsonObject body) {
        return Permissions.of(
                PERMISSIONS.stream().filter(each -> is(body, each.wire())).toList());
    }

    private static boolean is(JsonObject body, String key) {
        return body.flag(key).orElse(false);
    }

    /**
     * Reads a point from parameters; without any, the newest.
     *
     * @param value returns the value of a parameter
     * @throws ProblemException when a value is invalid, or there are several
     */
    static Point point(Function<String, Optional<String>> value) {
        List<Point> points = POINTS.entrySet().stream()
                .flatMap(reader -> value.apply(reader.getKey()).map(reader.getValue()).stream())
                .toList();
        if (points.size() > 1) {
            throw bad("one of timestamp, txid and position; none for the newest. Found: " + points.size());
        }
        return points.stream().findFirst().orElseGet(Point.Newest::new);
    }

    private static Point only(JsonObject point) {
        Map<String, Optional<String>> texts = new LinkedHashMap<>();
        POINTS.keySet().forEach(key -> texts.put(key, point.text(key)));
        knowsOnly(point, "point", texts);
        List<Point> points = POINTS.entrySet().stream()
                .flatMap(reader -> point.text(reader.getKey()).map(reader.getValue()).stream())
                .toList();
        if (points.size() != 1) {
            throw bad("point: one of timestamp, txid and position; leave out point for the newest. Found: "
                    + points.size());
        }
        return points.get(0);
    }

    private static Point atTime(String text) {
        return new Point.AtTime(time("point.timestamp", text));
    }

    /**
     * Reads an RFC 3339 time.
     *
     * @param where the key or parameter of the value
     * @throws ProblemException when the text is not a time
     */
    static Instant time(String where, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw bad(where + ": a time as 2026-11-23T12:00:00Z. Found: " + text);
        }
    }

    private static Point atTxid(String text) {
        try {
            LtxPosition position = LtxPosition.parse(text);
            if (position.txid() == 0) {
                throw bad("point.txid: 1 or more. Found: " + text);
            }
            return new Point.AtPosition(position);
        } catch (IllegalArgumentException e) {
            throw bad("point.txid: " + e.getMessage());
        }
    }

    private static Point atPosition(String text) {
        try {
            return new Point.AtPosition(WalPosition.parse(text));
        } catch (IllegalArgumentException e) {
            throw bad("point.position: " + e.getMessage());
        }
    }

    /** Rejects unknown keys. An object has no other keys when it equals its copy with only these. */
    private static void knowsOnly(JsonObject object, String where, Map<String, ? extends Optional<?>> values) {
        JsonObject.Builder known = JsonObject.with();
        values.forEach((key, value) -> value.ifPresent(present -> known.put(key, present)));
        if (!known.build().equals(object)) {
            String keys = values.keySet().stream().sorted().collect(Collectors.joining(", "));
            throw bad(where + ": no keys but " + keys + ", each with a value. Found: " + object);
        }
    }

    private static ProblemException bad(String detail) {
        return new ProblemException(Problem.BAD_REQUEST, detail);
    }
}
