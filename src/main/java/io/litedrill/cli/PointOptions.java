package io.litedrill.cli;

import io.litedrill.app.UsageException;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Point;
import io.litedrill.replica.WalPosition;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Selects a recovery point with at most one option; the newest by default. */
final class PointOptions {
    @Option(
            names = "--timestamp",
            paramLabel = "TIME",
            description =
                    "The newest state no later than this time, such as 2026-11-01T12:00:00Z or 2026-11-01T13:00:00+01:00; the result shows "
                            + "by how much it is earlier. A time after the newest replicated change means the newest state.")
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

    /** Returns the selected point. */
    Point point() throws UsageException {
        try {
            if (timestamp.isPresent()) {
                return new Point.AtTime(time("--timestamp", timestamp.get()));
            }
            if (txid.isPresent()) {
                return new Point.AtPosition(LtxPosition.parse(txid.get()));
            }
            return position.isPresent() ? new Point.AtPosition(WalPosition.parse(position.get())) : new Point.Newest();
        } catch (IllegalArgumentException e) {
            throw new UsageException((txid.isPresent() ? "--txid: " : "--position: ") + e.getMessage());
        }
    }

    /** Parses the time of an option. */
    static Instant time(String option, String text) throws UsageException {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            boolean zoneMissing = text.matches("\\d{4}-\\d\\d-\\d\\d[Tt ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?");
            throw new UsageException(option + ": expected an RFC 3339 time such as 2026-11-01T12:00:00Z"
                    + (zoneMissing ? "; this one does not say its offset (Z for UTC)" : "") + ". Found: " + text);
        }
    }
}
