package io.litedrill.replica.scan;

import io.litedrill.replica.LtxFile;
import java.util.Optional;

/**
 * Describes the place in a replica where one WAL ends and the next begins with no file missing between them. The first
 * WAL is complete.
 *
 * @param before the end of the first WAL
 * @param after the part of the next WAL in the next file or index
 * @param next the first file of the next WAL; empty in the {@code wal} layout
 */
public record WalHandover(ReplicatedWal before, ReplicatedWal after, Optional<LtxFile> next) {}
