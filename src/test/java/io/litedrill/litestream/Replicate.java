package io.litedrill.litestream;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The source and target of a replication: one database to one replica, as a {@code litestream.yml} of either version.
 *
 * @param version of Litestream, such as {@code 0.5.17}
 * @param global YAML lines at the top level
 * @param perDatabase YAML lines of the database
 * @param perReplica YAML lines of the replica, including its location
 */
public record Replicate(
        String version, Path database, List<String> global, List<String> perDatabase, List<String> perReplica) {

    /** Copies the lists. */
    public Replicate {
        global = List.copyOf(global);
        perDatabase = List.copyOf(perDatabase);
        perReplica = List.copyOf(perReplica);
    }

    /** Replicates to a folder; monitors every 50 ms, uploads every 100 ms, deletes nothing. */
    public static Replicate toFolder(String version, Path database, Path replica) {
        return to(version, database, List.of("path: " + replica.toAbsolutePath()));
    }

    /** Replicates to S3 with path-style addressing, otherwise like {@link #toFolder}. */
    public static Replicate toS3(String version, Path database, S3Place place) {
        return to(
                version,
                database,
                List.of(
                        "type: s3",
                        "bucket: " + place.bucket(),
                        "path: " + place.path(),
                        "endpoint: " + place.endpoint(),
                        "region: us-east-1",
                        "force-path-style: true",
                        "access-key-id: " + place.accessKey(),
                        "secret-access-key: " + place.secretKey()));
    }

    /** A location in an S3 store with its access keys. */
    public record S3Place(URI endpoint, String bucket, String path, String accessKey, String secretKey) {}

    /** Adds lines at the top level, such as {@code levels:}. */
    public Replicate withGlobal(String... lines) {
        return new Replicate(version, database, joined(global, lines), perDatabase, perReplica);
    }

    /** Adds lines of the database, such as {@code min-checkpoint-page-count: 20}. */
    public Replicate withDatabase(String... lines) {
        return new Replicate(version, database, global, joined(perDatabase, lines), perReplica);
    }

    /** Adds lines of the replica, such as {@code snapshot-interval: 2s} (0.3). */
    public Replicate withReplica(String... lines) {
        return new Replicate(version, database, global, perDatabase, joined(perReplica, lines));
    }

    /** Returns the text of the configuration. */
    public String yaml() {
        List<String> lines = new ArrayList<>(global);
        lines.add("dbs:");
        lines.add("  - path: " + database.toAbsolutePath());
        perDatabase.forEach(line -> lines.add("    " + line));
        lines.add(isWal(version) ? "    replicas:" : "    replica:");
        String first = isWal(version) ? "      - " : "        ";
        for (int i = 0; i < perReplica.size(); i++) {
            lines.add((i == 0 ? first : "        ") + perReplica.get(i));
        }
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    /** Replicates to the location in these lines of the replica, otherwise like {@link #toFolder}. */
    public static Replicate to(String version, Path database, List<String> place) {
        Replicate bare = new Replicate(version, database, List.of(), List.of("monitor-interval: 50ms"), place);
        return isWal(version)
                ? bare.withReplica("sync-interval: 100ms", "retention: 720h")
                : bare.withReplica("sync-interval: 100ms").withGlobal("l0-retention: 720h");
    }

    private static boolean isWal(String version) {
        return version.startsWith("0.3.");
    }

    private static List<String> joined(List<String> some, String... more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return all;
    }
}
