package io.litedrill.recover;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaHistory.LastGood;
import io.litedrill.check.Severity;
import io.litedrill.drill.ExpectedRows;
import io.litedrill.drill.RestoreResult;
import io.litedrill.recover.RestoreOutcome.Refusal;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Determines the known number of rows of a database: the larger of the counts of the last passed drill and of the live
 * file. A result with less than half of them may be a wrong state or another database, so it requires confirmation.
 * Each count is made once.
 */
final class KnownRows {
    private final CheckedReplica watched;
    private final ReplicaHistory memory;
    private final LiveRows live;
    private Optional<Optional<ExpectedRows.Known>> known = Optional.empty();

    /** Creates an instance; counts nothing yet. */
    KnownRows(CheckedReplica watched, ReplicaHistory memory, LiveRows live) {
        this.watched = watched;
        this.memory = memory;
        this.live = live;
    }

    /** Returns the expected rows for a restored database without any. */
    ExpectedRows before() {
        return (scan, point) -> most();
    }

    /** Returns why the result is refused; empty when it is accepted. */
    Optional<Refusal> refusal(RestoreResult.Done done) {
        Optional<String> empty = done.restored().fallback().isPresent()
                ? Optional.empty()
                : done.findings().stream()
                        .filter(finding ->
                                finding.code() == FindingCode.DATABASE_EMPTY && finding.severity() == Severity.CRITICAL)
                        .map(Finding::message)
                        .findFirst();
        return empty.or(() -> smaller(done))
                .map(reason -> Refusal.unless(Permission.ACCEPT_SMALLER, reason + ". To take it anyway: "));
    }

    private Optional<String> smaller(RestoreResult.Done done) {
        return most().filter(before -> before.rows() > 0).flatMap(before -> smaller(done, before));
    }

    private static Optional<String> smaller(RestoreResult.Done done, ExpectedRows.Known before) {
        if (done.contents().isEmpty()) {
            return Optional.of(
                    "what came out could not be counted; " + before.where() + " has " + before.rows() + " rows");
        }
        long rows = done.contents().get().total();
        String atLeast = done.contents().get().complete() ? "" : " that could be counted";
        return rows < before.rows() - rows
                ? Optional.of("what came out has " + rows + " rows" + atLeast + ", fewer than half of the "
                        + before.rows() + " of " + before.where())
                : Optional.empty();
    }

    /** Returns the larger of the two row counts; empty where neither is known. */
    Optional<ExpectedRows.Known> most() {
        if (known.isEmpty()) {
            Stream<ExpectedRows.Known> drilled = memory.lastGood(watched.id()).map(KnownRows::known).stream();
            known = Optional.of(
                    Stream.concat(drilled, live.count().stream()).max(Comparator.comparing(ExpectedRows.Known::rows)));
        }
        return known.get();
    }

    private static ExpectedRows.Known known(LastGood kept) {
        return new ExpectedRows.Known(
                "the last drill that passed (state of " + kept.point() + ")",
                kept.contents().total());
    }
}
