package io.litedrill.check;

import io.litedrill.replica.Position;
import io.litedrill.replica.Salts;
import io.litedrill.replica.scan.ReplicatedWal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The state of a live database's WAL that checks store to detect commits that never reach the replica.
 *
 * @param location address of the replica: state of another address is ignored
 * @param replicated the newest WAL in the replica at the last check; empty when unknown
 * @param commits commits of the live WAL that were not in the replica then, oldest first
 * @param losses commits that the replica lost for good, until it has a later snapshot
 */
public record WalMemory(
        String location, Optional<ReplicatedWal> replicated, List<SeenCommit> commits, List<LostWrites> losses) {
    /** Copies the lists. */
    public WalMemory {
        commits = List.copyOf(commits);
        losses = List.copyOf(losses);
    }

    /** Returns an empty state. */
    static WalMemory empty(String location) {
        return new WalMemory(location, Optional.empty(), List.of(), List.of());
    }

    /**
     * The last commit that was read in a WAL of the live database.
     *
     * @param end offset after its last frame, in bytes
     * @param at when it was read
     */
    public record SeenCommit(Salts salts, long end, Instant at) {}

    /**
     * Commits of the live database that the replica will never receive.
     *
     * @param seen the last of them
     * @param replicated end of the replica in that WAL; in an earlier WAL when the replica has nothing of that WAL
     * @param next position of the first file after them
     * @param nextAt time of that file
     */
    public record LostWrites(SeenCommit seen, ReplicatedWal replicated, Position next, Instant nextAt) {}
}
