package io.litedrill.cli;

import io.litedrill.check.Memory;
import io.litedrill.check.Watched;
import io.litedrill.http.ProblemException;
import io.litedrill.replica.Depth;
import io.litedrill.replica.ReadingCache;
import io.litedrill.replica.Window;
import java.time.InstantSource;

/** Looks up recovery points for whoever asks over HTTP. */
record WindowReader(Patient patient, ReadingCache cache, Memory memory, InstantSource clock) {
    /**
     * The recovery points of a replica.
     *
     * @throws ProblemException when the store cannot be read, or not in time
     */
    Window read(Watched watched) {
        return patient.ask(
                watched.replica().location(),
                () -> watched.scanner(cache, memory, clock)
                        .scan(Depth.FULL)
                        .timeline()
                        .window());
    }
}
