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

/** Restores of earlier points of a damaged replica: each is the state that the sound replica has there, or is refused. */
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
     * What some points came to.
     *
     * @param right restored to what stood there
     * @param refused not restored
     * @param wrong restored to something else, in words
     */
    record Sample(int right, int refused, List<String> wrong) {
        static final Sample NONE = new Sample(0, 0, List.of());
    }

    /** One recovery point by position, one by time. Where clocks were set, times mean something else: only positions then. */
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

    /** Fewer files may leave fewer points, so that the newest one before a time is an older one; never a later one. */
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
