package io.litedrill.replica.timeline;

import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WriterSettings;
import java.time.Instant;
import java.util.function.Function;

/**
 * What reading a timeline out of an inventory needs beside the inventory.
 *
 * @param locate gives the address of a file for messages
 * @param now decides whether a snapshot has been there long enough
 */
public record TimelineContext(Function<ReplicaFile, String> locate, WriterSettings settings, Instant now) {}
