package io.litedrill.cli;

import io.litedrill.check.Finding;
import io.litedrill.check.Memory;
import io.litedrill.check.ReplicaRules;
import io.litedrill.check.Watched;
import io.litedrill.http.ProblemException;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.replica.Depth;
import io.litedrill.replica.ReadingCache;
import io.litedrill.replica.ReplicaScanner.Scan;
import io.litedrill.replica.Window;
import java.time.InstantSource;
import java.util.List;

/** Looks up recovery points for whoever asks over HTTP. */
record WindowReader(Patient patient, ReadingCache cache, Memory memory, InstantSource clock) {
    /**
     * The recovery points of a replica.
     *
     * @throws ProblemException when the store cannot be read, or not in time
     */
    Doubted read(Watched watched) {
        return patient.ask(watched.replica().location(), () -> {
            Scan scan = watched.scanner(cache, memory, clock).scan(Depth.FULL);
            return new Doubted(scan.timeline().window(), ReplicaRules.doubts(watched, scan, clock.instant()));
        });
    }

    /**
     * A window.
     *
     * @param doubts findings that put its recovery points in doubt
     */
    record Doubted(Window window, List<Finding> doubts) {
        JsonObject json() {
            return JsonObject.with()
                    .putAll(ResultJson.window(window))
                    .put("findings", ResultJson.findings(doubts))
                    .build();
        }
    }
}
