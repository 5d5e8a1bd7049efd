package io.litedrill.cluster;

import java.time.Instant;

/**
 * Describes a node as the database has it. Times are those of the database server.
 *
 * @param seenAt the time of its last heartbeat
 * @param alive whether its last heartbeat is recent
 * @param checksum a checksum of the keys of its configuration
 * @param runs the runs that it published
 */
record ClusterNode(NodeIdentity identity, Instant seenAt, boolean alive, String checksum, String runs) {}
