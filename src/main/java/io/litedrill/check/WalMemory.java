package io.litedrill.check;

import io.litedrill.replica.Position;
import io.litedrill.replica.Salts;
import io.litedrill.replica.scan.ReplicatedWal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What checks remember of the WAL of a live database, to see commits that never reach the replica.
 *
 * @param location of the replica: what is remembered of another place does not count
 * @param replicated the newest WAL in the replica at the last check; empty when none is known
 * @param commits what the live WAL held that was not in the replica then, oldest first
 * @param losses what the replica lost for good, until it has a later snapshot
 */
public record WalMemory(
        String location, Optional<ReplicatedWal> replicated, List<SeenCommit> commits, List<LostWrites> losses) {
    /** Copies the lists. */
    public WalMemory {
        commits = List.copyOf(commits);
        losses = List.copyOf(losses);
    }

    /** A memory of nothing. */
    static WalMemory empty(String location) {
        return new WalMemory(location, Optional.empty(), List.of(), List.of());
    }

    /**
     * The last commit that was seen in a WAL of the live database.
     *
     * @param end offset after its last frame, in bytes
     * @param at when it was seen
     */
    public record SeenCommit(Salts salts, long end, Instant at) {}

    /**
     * Commits that the live database had and that the replica will not get.
     *
     * @param seen the last of them
     * @param replicated where in that WAL the replica ends; in an earlier WAL when it has nothing of that one
     * @param next the position of the file that goes on after them
     * @param nextAt the time of that file
     */
    public record LostWrites(SeenCommit seen, ReplicatedWal replicated, Position next, Instant nextAt) {}
}
