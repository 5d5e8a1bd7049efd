package io.litedrill.app;

import io.litedrill.app.BisectReport.Probe;
import io.litedrill.replica.RecoveryPoint;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Halves a list of recovery points. Points that the replica cannot produce are left out. */
final class PointSearch {
    /** Number of points in a row that cannot be produced, after which the search ends. */
    static final int MOST_UNUSABLE = 20;

    private final List<RecoveryPoint> points;
    private final Tester tester;
    private final Set<Integer> unusable = new TreeSet<>();
    private int old;
    private int young;
    private Optional<RecoveryPoint> gaveUpAt = Optional.empty();
    private Optional<Probe> atOld = Optional.empty();
    private Optional<Probe> atYoung = Optional.empty();

    /**
     * Prepares a search.
     *
     * @param points oldest first, at least one
     */
    PointSearch(List<RecoveryPoint> points, Tester tester) {
        this.points = points;
        this.tester = tester;
        this.young = points.size() - 1;
    }

    /** Tests a point; returns empty when the replica cannot produce it. */
    @FunctionalInterface
    interface Tester {
        Optional<Probe> test(RecoveryPoint point) throws ProbeException;
    }

    /** Returns the last point of a search that ended because too many points cannot be produced; else empty. */
    Optional<RecoveryPoint> gaveUpAt() {
        return gaveUpAt;
    }

    /** Returns the older of the two points that the search has narrowed down to. */
    Optional<Probe> older() {
        return atOld;
    }

    /** Returns the younger of the two points that the search has narrowed down to. */
    Optional<Probe> younger() {
        return atYoung;
    }

    /** Returns the number of points between the two; none of them can be produced. */
    int unusableBetween() {
        return (int)
                unusable.stream().filter(index -> index > old && index < young).count();
    }

    /** Tests the newest point, then the oldest, then halves while the assertion holds only at the older end. */
    void run() throws ProbeException {
        atYoung = end(young, -1);
        if (atYoung.isEmpty()) {
            return;
        }
        atOld = old == young ? atYoung : end(old, 1);
        if (atOld.filter(Probe::failed).isPresent()
                && atYoung.filter(Probe::failed).isPresent()) {
            throw ProbeException.ofQuery("fails at the oldest and at the newest recovery point: "
                    + atYoung.get().value());
        }
        boolean broken = atOld.filter(Probe::holds).isPresent()
                && atYoung.filter(Probe::holds).isEmpty();
        while (broken && gaveUpAt.isEmpty()) {
            Optional<Integer> middle = middle();
            if (middle.isEmpty()) {
                return;
            }
            narrow(middle.get());
        }
    }

    /** Tests the point at one end, or the next one that can be produced, and moves that end to it. */
    private Optional<Probe> end(int start, int step) throws ProbeException {
        int stop = step > 0 ? young : old;
        for (int at = start; at * step <= stop * step && gaveUpAt.isEmpty(); at += step) {
            Optional<Probe> probe = at == young && atYoung.isPresent() ? atYoung : tester.test(points.get(at));
            if (probe.isPresent()) {
                moveEnd(at, step);
                return probe;
            }
            leaveOut(at);
        }
        return Optional.empty();
    }

    private void moveEnd(int at, int step) {
        if (step > 0) {
            old = at;
        } else {
            young = at;
        }
    }

    private void narrow(int middle) throws ProbeException {
        Optional<Probe> probe = tester.test(points.get(middle));
        if (probe.isEmpty()) {
            leaveOut(middle);
        } else if (probe.get().holds()) {
            old = middle;
            atOld = probe;
        } else {
            young = middle;
            atYoung = probe;
        }
    }

    private void leaveOut(int at) {
        unusable.add(at);
        if (unusable.size() >= MOST_UNUSABLE) {
            gaveUpAt = Optional.of(points.get(at));
        }
    }

    /** Returns the usable point nearest to the middle; empty when none is left between the ends. */
    private Optional<Integer> middle() {
        int centre = (old + young) >>> 1;
        for (int off = 0; centre - off > old || centre + off < young; off++) {
            for (int at : new int[] {centre - off, centre + off}) {
                if (at > old && at < young && !unusable.contains(at)) {
                    return Optional.of(at);
                }
            }
        }
        return Optional.empty();
    }
}
