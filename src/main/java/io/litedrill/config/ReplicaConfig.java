package io.litedrill.config;

import io.litedrill.replica.WriterSettings;

/**
 * Holds the configuration of a replica.
 *
 * @param name unique within its database
 * @param location the place of the replica
 * @param writer the settings of the Litestream that writes the replica
 * @param age the encryption of its files (0.3 only)
 */
public record ReplicaConfig(String name, ReplicaLocation location, WriterSettings writer, AgeConfig age) {}
