package io.litedrill.replica;

import java.time.Instant;
import java.util.function.Function;

/**
 * What reading a timeline out of an inventory needs beside the inventory.
 *
 * @param locate gives the address of a file for messages
 * @param now decides whether a snapshot has been there long enough
 */
record TimelineContext(Function<ReplicaFile, String> locate, WriterSettings settings, Instant now) {}
