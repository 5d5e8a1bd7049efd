package io.litedrill.cli;

import io.litedrill.app.UsageException;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Point;
import io.litedrill.replica.WalPosition;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Selects a recovery point with at most one option; the newest by default. */
final class PointOptions {
    @Option(
            names = "--timestamp",
            paramLabel = "TIME",
            description =
                    "The newest state no later than this time: in RFC 3339, a local time with its time zone, a date"
                            + " (its first moment in UTC), or an age such as '15m ago'. The result shows by how much it is"
                            + " earlier. A time after the newest replicated change means the newest state.")
    private Optional<String> timestamp = Optional.empty();

    @Option(
            names = "--txid",
            paramLabel = "HEX",
            description = "The state after this transaction (Litestream 0.5), 1 to 16 hex digits.")
    private Optional<String> txid = Optional.empty();

    @Option(
            names = "--position",
            paramLabel = "G/I:O",
            description = "The state at this position (Litestream 0.3): GENERATION/INDEX:OFFSET.")
    private Optional<String> position = Optional.empty();

    /**
     * Returns the selected point.
     *
     * @param clock the base of a time such as {@code 15m ago}
     */
    Point point(InstantSource clock) throws UsageException {
        try {
            if (timestamp.isPresent()) {
                return new Point.AtTime(TimeArgument.parse("--timestamp", timestamp.get(), clock));
            }
            if (txid.isPresent()) {
                return new Point.AtPosition(LtxPosition.parse(txid.get()));
            }
            return position.isPresent() ? new Point.AtPosition(WalPosition.parse(position.get())) : new Point.Newest();
        } catch (IllegalArgumentException e) {
            throw new UsageException((txid.isPresent() ? "--txid: " : "--position: ") + e.getMessage());
        }
    }
}
