package io.litedrill.replica.timeline;

import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WriterSettings;
import java.time.Instant;
import java.util.function.Function;

/**
 * Holds the inputs of a timeline besides the inventory.
 *
 * @param locate returns the address of a file for messages
 * @param now decides whether a snapshot is old enough
 */
public record TimelineContext(Function<ReplicaFile, String> locate, WriterSettings settings, Instant now) {}
