package io.litedrill.notify;

import io.litedrill.check.ReplicaId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Remembers which problems were reported to which channel: none is reported twice, and no recovery is forgotten. */
public interface SentStates {
    /** Returns states in a folder, for the processes of one machine; without a folder, until this process ends. */
    static SentStates in(Optional<Path> folder) {
        return new FileSentStates(folder);
    }

    /** Returns states that several machines share. */
    static SentStates in(SharedValues values) {
        return new SharedSentStates(values);
    }

    /** Names a state: one channel, and the checks or the drills of one replica. */
    record Key(ReplicaId id, String kind, String channel) {}

    /** Changes one state while no other process does. */
    @FunctionalInterface
    interface Change {
        /** Returns the new state; empty to leave it. */
        Optional<Set<String>> apply(Set<String> reported);
    }

    /** Applies a change, which may send a message. Other processes with the same states wait meanwhile. */
    void change(Key key, Change change);
}
