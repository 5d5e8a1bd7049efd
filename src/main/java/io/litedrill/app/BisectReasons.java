package io.litedrill.app;

import io.litedrill.app.BisectReport.Outcome;
import io.litedrill.app.BisectReport.Probe;
import io.litedrill.check.CommandVerb;
import io.litedrill.check.Hint;
import io.litedrill.replica.timeline.Gap;
import io.litedrill.replica.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Describes the result of a search. */
final class BisectReasons {
    private final ScanAttempt.Seen seen;
    private final BisectOrder order;

    BisectReasons(ScanAttempt.Seen seen, BisectOrder order) {
        this.seen = seen;
        this.order = order;
    }

    /** An outcome with its meaning, for people. */
    record Reason(Outcome outcome, Hint text) {}

    /** Returns the reason where no recovery point is in the range. */
    Reason empty() {
        Timeline timeline = seen.scan().timeline();
        if (timeline.newest().isPresent()) {
            return new Reason(
                    Outcome.NO_BOUNDARY,
                    Hint.text("no recovery point lies between "
                                    + order.from().map(Instant::toString).orElse("the oldest") + " and "
                                    + order.to().map(Instant::toString).orElse("the newest"))
                            .then(next(CommandVerb.WINDOW, " shows all")));
        }
        boolean unknown =
                timeline.pendingUntil().isPresent() || seen.scan().inventory().mayHoldUnreadBackup();
        return unknown
                ? new Reason(
                        Outcome.INCONCLUSIVE,
                        Hint.text("the files of this replica cannot be used yet, or not by this version")
                                .then(next(CommandVerb.CHECK, "")))
                : new Reason(Outcome.NO_BACKUP, Hint.text("no backup: nothing can be restored from this replica"));
    }

    /** Returns the reason for the end of a search. */
    Reason of(PointSearch search) {
        if (search.gaveUpAt().isPresent()) {
            return new Reason(
                    Outcome.INCONCLUSIVE,
                    Hint.text(PointSearch.MOST_UNUSABLE + " recovery points cannot be restored, the last one at "
                                    + search.gaveUpAt().get())
                            .then(next(CommandVerb.SCRUB, " names the damaged files")));
        }
        if (search.older().isEmpty() || search.younger().isEmpty()) {
            return new Reason(
                    Outcome.INCONCLUSIVE,
                    Hint.text("none of the recovery points can be restored")
                            .then(next(CommandVerb.DRILL, " names the damaged files")));
        }
        Probe older = search.older().get();
        Probe younger = search.younger().get();
        if (older.holds() && !younger.holds()) {
            return found(older, younger, search.unusableBetween());
        }
        return new Reason(Outcome.NO_BOUNDARY, Hint.text(unbounded(older, younger)));
    }

    private Reason found(Probe older, Probe younger, int unusable) {
        String later = Wording.distance(
                Duration.between(older.point().time(), younger.point().time()));
        Optional<Gap> gap = gap(older, younger);
        if (gap.isEmpty() && unusable == 0) {
            return new Reason(
                    Outcome.FOUND,
                    Hint.text("it holds at the older point and no longer at the next one, " + later
                            + " later. This assumes that it broke once"));
        }
        String between = gap.map(hole ->
                        hole.missing().what() + " is missing (" + hole.missing().where() + ")")
                .orElseGet(
                        () -> unusable + (unusable == 1 ? " recovery point is" : " recovery points are") + " damaged");
        return new Reason(
                Outcome.IN_A_GAP,
                Hint.text("it broke within " + later + " between the two points, where states cannot be restored: "
                        + between));
    }

    private Hint next(CommandVerb verb, String effect) {
        return Hint.text(". Next: ")
                .then(seen.replica().watched().command(verb))
                .then(effect);
    }

    private Optional<Gap> gap(Probe older, Probe younger) {
        return seen.scan().timeline().window().gaps().stream()
                .filter(Gap::isLoss)
                .filter(gap -> !gap.before().isBefore(older.point().time())
                        && !gap.before().isAfter(younger.point().time()))
                .findFirst();
    }

    private static String unbounded(Probe older, Probe younger) {
        if (older.point().equals(younger.point())) {
            return "only one recovery point was tested, where it " + (older.holds() ? "holds" : "does not hold")
                    + ". Next: widen the range (--from, --to)";
        }
        if (older.holds()) {
            return "it holds at both ends, the oldest and the newest point, so no boundary can be found by halving: it"
                    + " never broke, or it broke and was repaired in between. Next: end the range (--to) at a time when it"
                    + " was broken";
        }
        return younger.holds()
                ? "it does not hold at the oldest point and holds at the newest: it became true in between. Next:"
                        + " search for the opposite condition, which broke then"
                : "it holds at neither end, the oldest or the newest point: it broke before the oldest one, or never"
                        + " held, or held for a while in between. Next: begin earlier (--from), or at a time when it"
                        + " held. If the values are errors of SQLite, correct --sql";
    }
}
