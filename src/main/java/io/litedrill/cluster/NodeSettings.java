package io.litedrill.cluster;

import io.litedrill.history.PostgresSettings;

/**
 * Holds the settings of this node of a cluster.
 *
 * @param name its name, different on each node
 * @param database the PostgreSQL database that the nodes share
 * @param drills the maximum number of simultaneous drills of all nodes; {@link Integer#MAX_VALUE} for no limit
 * @param configuration the configuration that the nodes must share
 */
public record NodeSettings(String name, PostgresSettings database, int drills, ConfigurationDigest configuration) {}
