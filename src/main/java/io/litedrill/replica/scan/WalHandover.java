package io.litedrill.replica.scan;

import io.litedrill.replica.LtxFile;
import java.util.Optional;

/**
 * The place in a replica where one WAL ends and the next one begins, with no file missing between them: no more of the first one can follow.
 *
 * @param before the end of the first WAL
 * @param after what the next file or index holds of the next WAL
 * @param next the file that the next WAL begins with; empty in the {@code wal} layout
 */
public record WalHandover(ReplicatedWal before, ReplicatedWal after, Optional<LtxFile> next) {}
