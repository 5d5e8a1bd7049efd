package io.litedrill.history;

import io.litedrill.check.ReplicaId;
import io.litedrill.check.Verdict;
import io.litedrill.drill.DrillResult;
import io.litedrill.recover.OutcomeWord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads the last times of a replica with one statement, since each check needs them. */
final class EndTimes {
    private static final String OF_REPLICA = " WHERE database = :database AND replica = :replica";
    private static final String SQL = "SELECT (SELECT max(at) FROM checks" + OF_REPLICA + "), "
            + "(SELECT max(ended_at) FROM drills" + OF_REPLICA + "), "
            + "(SELECT max(ended_at) FROM drills" + OF_REPLICA + " AND outcome = :passed), "
            + "(SELECT max(ended_at) FROM drills" + OF_REPLICA + " AND outcome = :failed), "
            + "(SELECT max(ended_at) FROM scrubs" + OF_REPLICA + " AND verdict <> :unknown), "
            + "(SELECT max(ended_at) FROM restores" + OF_REPLICA + " AND outcome = :restored)";

    private EndTimes() {}

    static LastTimes of(Handle handle, ReplicaId id) {
        return handle.createQuery(SQL)
                .bindMethods(id)
                .bind("passed", DrillResult.Outcome.PASSED.name())
                .bind("failed", DrillResult.Outcome.FAILED.name())
                .bind("unknown", Verdict.UNKNOWN.name())
                .bind("restored", OutcomeWord.RESTORED.name())
                .map((row, context) -> new LastTimes(
                        time(row, 1), time(row, 2), time(row, 3), time(row, 4), time(row, 5), time(row, 6)))
                .one();
    }

    private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).map(Times::time);
    }
}
