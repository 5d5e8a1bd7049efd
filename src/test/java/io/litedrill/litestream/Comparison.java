package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Compares the restores of Litedrill with those of the Litestream that wrote the replica. */
final class Comparison {
    private final String version;
    private final WatchedReplica watched;
    private final Path replica;

    /** Compares restores of a replica in a folder that no program writes any longer. */
    Comparison(String version, WatchedReplica watched, Path replica) {
        this.version = version;
        this.watched = watched;
        this.replica = replica;
    }

    /**
     * Compares some points, including the oldest and the newest.
     *
     * @param most the maximum number of points
     * @return the number of compared points
     */
    int compare(int most, Random random) throws Exception {
        List<RecoveryPoint> chosen = sample(watched.points(), most, random);
        long before = 0;
        for (RecoveryPoint point : chosen) {
            Path ours = restored(watched.restore(new Point.AtPosition(point.position())));
            Ledger ledger = Ledger.read(ours);
            assertThat(ledger.isSound()).as("%s: %s", point, ledger).isTrue();
            assertThat(ledger.userVersion()).as("%s", point).isGreaterThanOrEqualTo(before);
            before = ledger.userVersion();
            assertSameAsLitestream(point, ours);
            Files.delete(ours);
        }
        return chosen.size();
    }

    static List<RecoveryPoint> sample(List<RecoveryPoint> all, int most, Random random) {
        List<RecoveryPoint> points = named(all);
        if (points.size() <= most) {
            return points;
        }
        List<RecoveryPoint> chosen = new ArrayList<>(List.of(points.get(0), points.get(points.size() - 1)));
        random.ints(1, points.size() - 1).distinct().limit(most - 2L).forEach(i -> chosen.add(points.get(i)));
        return points.stream().filter(chosen::contains).toList();
    }

    /** Returns the points that Litestream can restore: for 0.3, the last one of those with the same time. */
    private static List<RecoveryPoint> named(List<RecoveryPoint> points) {
        List<RecoveryPoint> named = new ArrayList<>(points);
        for (int i = points.size() - 2; i >= 0; i--) {
            RecoveryPoint point = points.get(i);
            if (!(point.position() instanceof LtxPosition)
                    && point.time().equals(points.get(i + 1).time())) {
                named.remove(i);
            }
        }
        return named;
    }

    /** Returns the file of a restore that must have succeeded. */
    static Path restored(RestoreReport report) {
        assertThat(report.word())
                .as("%s %s", report.reason(), report.findings())
                .isEqualTo(OutcomeWord.RESTORED);
        return report.run().output();
    }

    /** Asserts that Litestream restores a point to the same bytes. */
    void assertSameAsLitestream(RecoveryPoint point, Path ours) throws Exception {
        Path theirs = ours.resolveSibling("litestream-" + ours.getFileName());
        LitestreamRestore restore = LitestreamRestore.run(version, theirs, replica, naming(point));
        assertThat(restore.exitCode()).as("%s: %s", point, restore.output()).isZero();
        assertThat(Files.mismatch(ours, theirs))
                .as("%s: first differing byte", point)
                .isEqualTo(-1);
        Files.delete(theirs);
    }

    /**
     * Returns the options for a point. 0.5 accepts transactions; 0.3 accepts only times, and includes a file whose
     * time equals the requested one.
     */
    private static List<String> naming(RecoveryPoint point) {
        return point.position() instanceof LtxPosition txid
                ? List.of("-txid", txid.toString())
                : List.of("-timestamp", point.time().toString());
    }
}
