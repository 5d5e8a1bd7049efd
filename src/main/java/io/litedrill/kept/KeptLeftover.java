package io.litedrill.kept;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Describes a kept copy that belongs to no known replica.
 *
 * @param bytes the size of its database, in bytes
 * @param changedAt when a drill changed its database last
 * @param origin the location of its replica; empty when its state file cannot be trusted
 */
public record KeptLeftover(Path folder, long bytes, Instant changedAt, Optional<String> origin) {}
