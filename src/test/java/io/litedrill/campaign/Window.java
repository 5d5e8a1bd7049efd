package io.litedrill.campaign;

import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreReport.Outcome;
import io.litedrill.replica.Point;
import io.litedrill.replica.Position;
import io.litedrill.replica.RecoveryPoint;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Restores of earlier points of a damaged replica: each is the state that the sound replica has there, or is refused. */
final class Window {
    private final SoundReplica sound;
    private final Workbench bench;

    Window(SoundReplica sound, Workbench bench) {
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

    /** One recovery point by position, one by time. */
    Sample sample(Random random) throws IOException {
        List<RecoveryPoint> points = sound.points();
        RecoveryPoint one = points.get(random.nextInt(points.size()));
        Instant time = points.get(random.nextInt(points.size())).time().plusMillis(random.nextInt(200));
        List<Optional<String>> came = new ArrayList<>();
        came.add(at(one.position()));
        sound.at(time).ifPresent(wanted -> came.add(uncheckedAt(time, wanted)));
        List<String> wrong = came.stream()
                .flatMap(Optional::stream)
                .filter(what -> !what.equals(RIGHT))
                .toList();
        int right = (int) came.stream().filter(what -> what.equals(Optional.of(RIGHT))).count();
        return new Sample(right, came.size() - right - wrong.size(), wrong);
    }

    private static final String RIGHT = "right";

    private Optional<String> uncheckedAt(Instant time, String wanted) {
        try {
            return came(new Point.AtTime(time), wanted);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private Optional<String> at(Position position) throws IOException {
        return came(new Point.AtPosition(position), sound.states().at(position).orElseThrow());
    }

    /** Empty where it was refused. */
    private Optional<String> came(Point point, String wanted) throws IOException {
        RestoreReport report = bench.restore(point, false);
        if (report.ending().outcome() != Outcome.RESTORED) {
            return Optional.empty();
        }
        try {
            boolean right = sound.states().dump(bench.output()).equals(wanted);
            return Optional.of(
                    right ? RIGHT : point + " is " + sound.states().standing(bench.output()));
        } catch (SQLException unreadable) {
            return Optional.of(point + " is no database of the application");
        }
    }
}
