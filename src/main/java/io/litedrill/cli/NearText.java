package io.litedrill.cli;

import io.litedrill.app.Wording;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.restore.NearPoints;
import io.litedrill.restore.PlanResult;
import java.time.Duration;

/** Prints the recovery points near a time. */
final class NearText {
    private final Terminal terminal;

    NearText(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(NearPoints near) {
        terminal.line("");
        terminal.line("recovery points around " + Wording.time(near.time()) + ":");
        Table table = new Table("DISTANCE", "TIME", "POSITION");
        near.points()
                .forEach(point -> table.row(
                        distance(near, point),
                        Wording.time(point.time()),
                        point.position().toString()));
        table.print(terminal);
        near.plan().ifPresent(plan -> new RequestText(terminal, "").print(plan.request(), plan.point()));
        near.refused().map(PlanResult.Refused::reason).ifPresent(terminal::line);
    }

    private static String distance(NearPoints near, RecoveryPoint point) {
        Duration distance = Duration.between(near.time(), point.time());
        return (distance.isNegative() ? "-" : distance.isZero() ? "" : "+") + Wording.distance(distance.abs());
    }
}
