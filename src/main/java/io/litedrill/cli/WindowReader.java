package io.litedrill.cli;

import io.litedrill.check.Memory;
import io.litedrill.check.Watched;
import io.litedrill.http.ProblemException;
import io.litedrill.replica.Depth;
import io.litedrill.replica.ReadingCache;
import io.litedrill.replica.ReplicaScanner.Scan;
import java.time.InstantSource;

/** Looks up recovery points for whoever asks over HTTP. */
record WindowReader(Patient patient, ReadingCache cache, Memory memory, InstantSource clock) {
    /**
     * What a replica holds, and what can be restored of it.
     *
     * @throws ProblemException when the store cannot be read, or not in time
     */
    Scan read(Watched watched) {
        return patient.ask(
                watched.replica().location(),
                () -> watched.scanner(cache, memory, clock).scan(Depth.FULL));
    }
}
