package io.litedrill.daemon;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Finding;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaRules;
import io.litedrill.http.ProblemException;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.json.WindowJson;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.scan.Depth;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.replica.timeline.Window;
import io.litedrill.restore.NearPoints;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads recovery points for HTTP requests. */
public record WindowReader(LookupExecutor patient, ReadingCache cache, ReplicaHistory memory, InstantSource clock) {
    /**
     * Scans a replica and returns its recovery points with the findings that put them in doubt.
     *
     * @throws ProblemException when the store cannot be read, or not within the timeout
     */
    public Doubted read(CheckedReplica watched) {
        return patient.ask(watched.replica().location(), () -> {
            Scan scan = watched.scanner(cache, memory, clock).scan(Depth.FULL);
            Instant now = clock.instant();
            List<Finding> doubts = ReplicaRules.doubts(watched, scan, memory, now);
            return new Doubted(
                    scan,
                    ReplicaRules.window(watched, scan, memory),
                    ReplicaRules.besideWindow(watched, scan, doubts, now));
        });
    }

    /**
     * Holds the scan of a replica.
     *
     * @param window the spans of recovery points and the gaps
     * @param doubts findings that put its recovery points in doubt, and those about damaged files
     */
    public record Doubted(Scan scan, Window window, List<Finding> doubts) {
        /**
         * Renders the window of recovery points as JSON.
         *
         * @param around the time near which recovery points are listed
         */
        public JsonObject json(Optional<Instant> around) {
            Optional<NearPoints> near = around.map(time -> NearPoints.of(scan.replica(), scan.timeline(), time));
            return JsonObject.with()
                    .putAll(WindowJson.window(window, near))
                    .put("findings", ResultJson.findings(doubts))
                    .put("snapshots", snapshots())
                    .build();
        }

        /** Returns the usable snapshots, oldest first. A restore begins with one of them. */
        private List<JsonObject> snapshots() {
            return scan.inventory()
                    .files()
                    .filter(file -> file.kind().equals("snapshot") && file.isUsable())
                    .sorted(Comparator.comparing(ReplicaFile::time))
                    .map(file -> JsonObject.with()
                            .put("time", file.time())
                            .put("bytes", file.bytes())
                            .put("name", scan.replica().nameOf(file))
                            .build())
                    .toList();
        }
    }
}
