package io.litedrill.json;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Cost;
import io.litedrill.check.Facts;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Hint;
import io.litedrill.check.LagBasis;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Severity;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.Fallback;
import io.litedrill.drill.Restored;
import io.litedrill.drill.ScrubResult;
import io.litedrill.drill.Source;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.Position;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.timeline.TimeRequest;
import io.litedrill.verify.CheckOutcome;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads results from the JSON of {@link ResultJson}. All methods throw {@link JsonException} for other JSON. */
public final class ResultReader {
    private ResultReader() {}

    /** Reads the object from {@link ResultJson#keptCheck}. */
    public static CheckResult check(JsonObject json) {
        JsonObject kept = need(json.object("kept"), "kept");
        CheckResult.Snapshots snapshots = new CheckResult.Snapshots(
                count(json, "snapshot_count"),
                json.time("snapshot"),
                duration(kept, "snapshot_age_seconds"),
                needDuration(kept, "snapshot_allowed_seconds"));
        // earlier versions did not store how many files were not read
        int unread = kept.integer("unread").isPresent() ? count(kept, "unread") : 0;
        CheckResult.Extent extent =
                new CheckResult.Extent(count(kept, "files"), number(kept, "bytes"), count(json, "gap_count"), unread);
        CheckResult.Seen seen = new CheckResult.Seen(
                point(json),
                duration(json, "lag_seconds"),
                lagBasis(json),
                json.time("window_start"),
                snapshots,
                extent);
        CheckResult.Run run = new CheckResult.Run(time(json, "checked_at"), cost(json));
        Objectives objectives = objectives(need(kept.object("objectives"), "objectives"));
        return new CheckResult(id(json), run, seen, objectives, findings(json));
    }

    /** Reads the lag basis; empty for results stored by versions that did not record it. */
    private static Optional<LagBasis> lagBasis(JsonObject json) {
        return json.text("lag_basis").isPresent()
                ? Optional.of(value(LagBasis.class, json, "lag_basis"))
                : Optional.empty();
    }

    /** Reads the object from {@link ResultJson#drill}. */
    public static DrillResult drill(JsonObject json) {
        JsonObject seconds = need(json.object("seconds"), "seconds");
        DrillResult.Phases phases = new DrillResult.Phases(
                fraction(seconds, "plan"), fraction(seconds, "restore"), fraction(seconds, "verify"));
        DrillResult.Run run = new DrillResult.Run(
                text(json, "id"), time(json, "started_at"), phases, cost(json), json.text("full_because"));
        DrillResult.Outcome outcome = value(DrillResult.Outcome.class, json, "outcome");
        return new DrillResult(id(json), run, outcome, restored(json), findings(json));
    }

    /** Reads the object from {@link ResultJson#keptScrub}. */
    public static ScrubResult scrub(JsonObject json) {
        JsonObject kept = need(json.object("kept"), "kept");
        ScrubResult.Run run = new ScrubResult.Run(
                text(kept, "id"),
                time(kept, "started_at"),
                fraction(kept, "seconds"),
                new Cost(number(kept, "requests"), number(json, "bytes_read")));
        ScrubResult.Proofs proofs = new ScrubResult.Proofs(
                count(kept, "agreed"), count(kept, "known"), count(kept, "disagreed"), count(kept, "open"));
        return new ScrubResult(id(json), run, count(json, "files"), proofs, findings(json));
    }

    /** Reads the object from {@link ResultJson#restore}. */
    public static RestoreReport restore(JsonObject json) {
        RestoreReport.Run run = new RestoreReport.Run(
                text(json, "id"),
                time(json, "started_at"),
                fraction(json, "seconds"),
                need(path(json, "output"), "output"),
                path(json, "moved_aside"));
        List<Finding> findings = findings(json);
        return new RestoreReport(
                id(json),
                run,
                RestoreReader.outcome(json, restored(json), findings),
                findings,
                request(json),
                origin(json));
    }

    /** Returns the origin; empty in documents of earlier versions. */
    private static Optional<RestoreReport.Origin> origin(JsonObject json) {
        return json.text("requested_by")
                .flatMap(who -> json.flag("in_place").map(inPlace -> new RestoreReport.Origin(who, inPlace)));
    }

    private static ReplicaId id(JsonObject json) {
        return new ReplicaId(text(json, "database"), text(json, "replica"));
    }

    private static Cost cost(JsonObject json) {
        return new Cost(number(json, "requests"), number(json, "bytes_read"));
    }

    private static Optional<RecoveryPoint> point(JsonObject json) {
        return json.time("recovery_point").map(time -> new RecoveryPoint(time, position(json, "position")));
    }

    private static Position position(JsonObject json, String key) {
        String text = text(json, key);
        try {
            return Position.parse(text);
        } catch (IllegalArgumentException e) {
            throw new JsonException(key + ": " + e.getMessage(), e);
        }
    }

    private static Optional<Restored> restored(JsonObject json) {
        return point(json)
                .map(point -> new Restored(
                        point,
                        request(json),
                        json.integer("user_version").map(OptionalLong::of).orElse(OptionalLong.empty()),
                        number(json, "database_bytes"),
                        json.integer("rows").map(OptionalLong::of).orElse(OptionalLong.empty()),
                        checks(json),
                        json.object("fallback").map(ResultReader::fallback),
                        source(json)));
    }

    /** Returns the source of a drill or restore; the replica in documents of earlier versions. */
    private static Source source(JsonObject json) {
        boolean copied = json.text("mode")
                        .filter(ResultJson.INCREMENTAL::equals)
                        .isPresent()
                || json.text("source").filter(ResultJson.PROVED_COPY::equals).isPresent();
        return copied ? Source.PROVED_COPY : Source.REPLICA;
    }

    /** Reads the request. Earlier versions stored only whether the time was after the newest change. */
    private static TimeRequest request(JsonObject json) {
        return new TimeRequest(
                json.time("requested"),
                json.flag("after_newest").orElse(false),
                json.object("next_later").flatMap(ResultReader::point));
    }

    private static Fallback fallback(JsonObject json) {
        return new Fallback(
                new RecoveryPoint(time(json, "wanted"), position(json, "wanted_position")),
                new RecoveryPoint(time(json, "got"), position(json, "got_position")),
                json.flag("proved").orElse(true));
    }

    private static List<CheckOutcome> checks(JsonObject json) {
        return need(json.objects("checks"), "checks").stream()
                .map(check -> CheckOutcome.ofName(
                        text(check, "name"),
                        value(CheckOutcome.Result.class, check, "outcome"),
                        text(check, "detail"),
                        fraction(check, "seconds")))
                .toList();
    }

    private static List<Finding> findings(JsonObject json) {
        return need(json.objects("findings"), "findings").stream()
                .map(finding -> new Finding(
                        value(FindingCode.class, finding, "code"),
                        value(Severity.class, finding, "severity"),
                        Facts.text(text(finding, "message")),
                        text(finding, "where"),
                        Hint.text(text(finding, "hint"))))
                .toList();
    }

    private static Objectives objectives(JsonObject json) {
        return new Objectives(
                needDuration(json, "rpo"),
                duration(json, "rto"),
                needDuration(json, "drill_age"),
                duration(json, "retention"),
                duration(json, "expect_writes"));
    }

    static <E extends Enum<E>> E value(Class<E> type, JsonObject json, String key) {
        String text = text(json, key);
        try {
            return Enum.valueOf(type, text.replace('-', '_').toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new JsonException(key + ": not known to this version. Found: " + text, e);
        }
    }

    private static Optional<Duration> duration(JsonObject json, String key) {
        return json.number(key).map(seconds -> {
            try {
                long whole = seconds.longValue();
                BigDecimal nanos = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9);
                return Duration.ofSeconds(whole, nanos.longValueExact());
            } catch (ArithmeticException e) {
                throw new JsonException(key + ": expected seconds, to the nanosecond. Found: " + seconds, e);
            }
        });
    }

    private static Duration needDuration(JsonObject json, String key) {
        return need(duration(json, key), key);
    }

    static String text(JsonObject json, String key) {
        return need(json.text(key), key);
    }

    private static Instant time(JsonObject json, String key) {
        return need(json.time(key), key);
    }

    private static Optional<Path> path(JsonObject json, String key) {
        return json.text(key).map(text -> {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw new JsonException(key + ": expected a path. Found: " + text, e);
            }
        });
    }

    private static double fraction(JsonObject json, String key) {
        BigDecimal number = need(json.number(key), key);
        if (!Double.isFinite(number.doubleValue())) {
            throw new JsonException(key + ": expected seconds. Found: " + number);
        }
        return number.doubleValue();
    }

    private static long number(JsonObject json, String key) {
        return need(json.integer(key), key);
    }

    private static int count(JsonObject json, String key) {
        long number = number(json, key);
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new JsonException(key + ": expected 0 to 2^31 - 1. Found: " + number);
        }
        return (int) number;
    }

    private static <T> T need(Optional<T> value, String key) {
        return value.orElseThrow(() -> new JsonException(key + ": missing or null"));
    }
}
