package io.litedrill.replica.timeline;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.Layout;
import io.litedrill.replica.Point;
import io.litedrill.replica.Position;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.WalPosition;
import io.litedrill.replica.WriterSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Holds histories of one replica that file times do not order, so that the newest state is unknown. Pure.
 *
 * @param newest the newest state of each history
 * @param why the reason that the times do not show the order, for people
 * @param ltxEnd time in the header of the newest LTX file, if LTX files are one of the histories
 */
public record UnknownOrder(List<RecoveryPoint> newest, String why, Optional<Instant> ltxEnd) {
    /** Copies the list. */
    public UnknownOrder {
        newest = List.copyOf(newest);
    }

    /** Compares the histories from the newest on; empty if the newest one is known, or there is only one. */
    public static Optional<UnknownOrder> of(Inventory inventory, Timeline timeline, WriterSettings settings) {
        Pace pace = Pace.of(settings);
        List<HistoryTimes> byTime = histories(inventory, timeline);
        List<HistoryTimes> unordered = new ArrayList<>();
        Optional<String> why = Optional.empty();
        for (int i = 1; i < byTime.size(); i++) {
            Optional<String> doubt = pace.doubt(byTime.get(i - 1), byTime.get(i));
            if (doubt.isEmpty()) {
                break;
            }
            unordered.add(byTime.get(i - 1));
            why = why.or(() -> doubt);
            if (i == byTime.size() - 1
                    || pace.doubt(byTime.get(i), byTime.get(i + 1)).isEmpty()) {
                unordered.add(byTime.get(i));
            }
        }
        return why.map(reason -> new UnknownOrder(
                unordered.stream().map(HistoryTimes::end).toList(),
                reason,
                unordered.stream().flatMap(each -> each.header().stream()).findFirst()));
    }

    /** Returns the histories that can be restored, in the order of the timeline, newest first. */
    private static List<HistoryTimes> histories(Inventory inventory, Timeline timeline) {
        return Stream.concat(
                        inventory.generations().stream()
                                .flatMap(generation -> HistoryTimes.of(generation, timeline).stream()),
                        HistoryTimes.of(inventory.ltxFiles(), timeline).stream())
                .sorted(Comparator.comparing(HistoryTimes::latest).reversed())
                .toList();
    }

    /**
     * Returns whether the state for a request is unknown. A time up to the newest header of the LTX files belongs to
     * them, because headers keep the time of writing.
     */
    public boolean concerns(Point asked, RecoveryPoint state) {
        boolean one = newest.stream().anyMatch(each -> isOfOneHistory(each.position(), state.position()));
        boolean dated = asked instanceof Point.AtTime at
                && state.position().layout() == Layout.LTX
                && ltxEnd.filter(end -> !at.time().isAfter(end)).isPresent();
        return one && !dated;
    }

    private static boolean isOfOneHistory(Position one, Position other) {
        return (one instanceof WalPosition a && other instanceof WalPosition b)
                ? a.generation().equals(b.generation())
                : one.layout() == other.layout();
    }
}
