package io.litedrill.app;

import io.litedrill.check.Cost;
import io.litedrill.check.Finding;
import io.litedrill.check.Hint;
import io.litedrill.check.ReplicaId;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.replica.RecoveryPoint;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The result of a search for the last recovery point at which an assertion holds.
 *
 * @param reason what the outcome means and the next step, for people
 * @param effort what the search needed
 * @param findings what puts the recovery points in doubt, or prevented the scan
 */
public record BisectReport(
        ReplicaId id, Outcome outcome, Hint reason, Ends ends, Effort effort, List<Finding> findings) {
    /** Copies the list. */
    public BisectReport {
        findings = List.copyOf(findings);
    }

    /** How a search ended. */
    public enum Outcome {
        /** The assertion holds at one point, and does not hold at the next one. */
        FOUND,
        /** Like {@link #FOUND}, but states between the two points cannot be restored. */
        IN_A_GAP,
        /** The assertion holds at both ends, at neither, or only at the newer one. */
        NO_BOUNDARY,
        /** There is no recovery point. */
        NO_BACKUP,
        /** The replica could not be read, a restore failed for a reason outside it, or the query gave no result. */
        INCONCLUSIVE
    }

    /**
     * One recovery point that was restored and tested.
     *
     * @param value what the query returned, for people
     * @param failed whether the query is not valid in this state, which may lack a table
     */
    public record Probe(RecoveryPoint point, boolean holds, String value, boolean failed) {}

    /**
     * The two points that a search has narrowed down to. With a boundary, the assertion holds at the older one and
     * not at the younger one; without one, they are the oldest and the newest point.
     */
    public record Ends(Optional<Probe> older, Optional<Probe> younger) {
        static final Ends NONE = new Ends(Optional.empty(), Optional.empty());
    }

    /**
     * The cost of a search.
     *
     * @param points the number of recovery points that were searched
     * @param restores the number of restores
     * @param seconds the total duration
     */
    public record Effort(int points, int restores, double seconds, Cost cost) {}

    /**
     * Returns the object for {@code --json}.
     *
     * @param command returns the command that restores a point
     */
    public JsonObject json(BisectOrder order, Function<RecoveryPoint, Hint.Command> command) {
        return JsonObject.with()
                .put("database", id.database())
                .put("replica", id.replica())
                .put("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .put("reason", reason.text())
                .put("sql", order.assertion().sql())
                .put("expect", order.assertion().expect().toString())
                .put("points", effort.points())
                .put("restores", effort.restores())
                .put("older", ends.older().map(probe -> json(probe, command)))
                .put("younger", ends.younger().map(probe -> json(probe, command)))
                .put("requests", effort.cost().requests())
                .put("bytes_read", effort.cost().bytesRead())
                .put("seconds", effort.seconds())
                .put("findings", ResultJson.findings(findings))
                .build();
    }

    private static JsonObject json(Probe probe, Function<RecoveryPoint, Hint.Command> command) {
        return JsonObject.with()
                .put("recovery_point", probe.point().time())
                .put("position", probe.point().position().toString())
                .put("holds", probe.holds())
                .put("value", probe.value())
                .put("command", command.apply(probe.point()).text())
                .build();
    }
}
