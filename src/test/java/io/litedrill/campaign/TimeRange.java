package io.litedrill.campaign;

import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.Point;
import io.litedrill.replica.Position;
import io.litedrill.replica.RecoveryPoint;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Restores of earlier points of a damaged replica: each gives the state of the sound replica at that point, or is
 * refused.
 */
final class TimeRange {
    private static final String RIGHT = "right";
    private static final String REFUSED = "refused";
    private static final Set<String> OF_NO_CONCERN = Set.of(RIGHT, REFUSED);

    private final SoundReplica sound;
    private final Workbench bench;

    TimeRange(SoundReplica sound, Workbench bench) {
        this.sound = sound;
        this.bench = bench;
    }

    /**
     * The results for some points.
     *
     * @param right restored to the correct state
     * @param refused not restored
     * @param wrong descriptions of the other restores
     */
    record Sample(int right, int refused, List<String> wrong) {
        static final Sample NONE = new Sample(0, 0, List.of());
    }

    /**
     * Restores one recovery point by position, and one by time. After a clock change times differ, so only positions
     * are used.
     */
    Sample sample(Random random, boolean byTime) throws IOException {
        List<RecoveryPoint> points = sound.points();
        RecoveryPoint one = points.get(random.nextInt(points.size()));
        Instant time = points.get(random.nextInt(points.size())).time().plusMillis(random.nextInt(200));
        List<String> came = new ArrayList<>(List.of(came(new Point.AtPosition(one.position()))));
        if (byTime && sound.timeline().at(time).isPresent()) {
            came.add(came(new Point.AtTime(time)));
        }
        List<String> wrong =
                came.stream().filter(what -> !OF_NO_CONCERN.contains(what)).toList();
        int right = Collections.frequency(came, RIGHT);
        return new Sample(right, Collections.frequency(came, REFUSED), wrong);
    }

    private String came(Point point) throws IOException {
        RestoreReport report = bench.restore(point, false);
        if (report.word() != OutcomeWord.RESTORED) {
            return REFUSED;
        }
        RecoveryPoint said = report.restored().orElseThrow().point();
        if (sound.states().at(said.position()).equals(dump()) && isNoLater(said, point)) {
            return RIGHT;
        }
        return point + " gave " + said + ", which is " + sound.states().standing(bench.output());
    }

    private Optional<String> dump() throws IOException {
        try {
            return Optional.of(sound.states().dump(bench.output()));
        } catch (SQLException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * Returns whether a point is not later than in the sound replica: fewer files may leave an older point before a
     * time, never a newer one.
     */
    private boolean isNoLater(RecoveryPoint said, Point asked) {
        if (!(asked instanceof Point.AtTime at)) {
            return true;
        }
        List<Position> order =
                sound.points().stream().map(RecoveryPoint::position).toList();
        Position wanted = sound.timeline().at(at.time()).orElseThrow().position();
        return order.indexOf(said.position()) <= order.indexOf(wanted);
    }
}
