package io.litedrill.check;

import io.litedrill.live.LiveState;
import io.litedrill.replica.Listing;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.replica.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The input of a rule, as a test sets it. Times are seconds after {@link Listing#START}. */
final class Case {
    static final Objectives OBJECTIVES = new Objectives(
            Duration.ofMinutes(5), Optional.empty(), Duration.ofDays(2), Optional.empty(), Optional.empty());

    private final Listing listing;
    private Optional<LiveState> live = Optional.empty();
    private Objectives objectives = OBJECTIVES;
    private WriterSettings settings = WriterSettings.DEFAULTS;
    private ReplicaHistory memory = ReplicaHistory.NONE;

    Case(Listing listing) {
        this.listing = listing;
    }

    Case live(LiveState state) {
        live = Optional.of(state);
        return this;
    }

    Case objectives(Objectives changed) {
        objectives = changed;
        return this;
    }

    Case settings(WriterSettings changed) {
        settings = changed;
        return this;
    }

    Case memory(ReplicaHistory changed) {
        memory = changed;
        return this;
    }

    Evidence at(long second) {
        Instant now = Listing.second(second);
        Timeline timeline = Timeline.of(listing.replica(), listing.inventory(), settings, now);
        CheckedReplica watched = new CheckedReplica(
                new ReplicaId("shop", "file"), listing.replica(), Optional.empty(), objectives, settings);
        return new Evidence(
                watched, new Scan(listing.replica(), listing.inventory(), timeline, now, now), live, memory, now);
    }

    /** Returns the history of a replica first seen at second 0, with drills or without. */
    static ReplicaHistory since0(Optional<ReplicaHistory.PastDrills> drills) {
        return new ReplicaHistory() {
            @Override
            public Optional<Instant> firstSeen(ReplicaId id) {
                return Optional.of(Listing.START);
            }

            @Override
            public Optional<PastDrills> drills(ReplicaId id) {
                return drills;
            }
        };
    }
}
