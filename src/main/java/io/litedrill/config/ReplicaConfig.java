package io.litedrill.config;

/**
 * A replica of a database.
 *
 * @param name unique within its database
 * @param location where it is
 * @param writer what the Litestream that writes it was told
 * @param age how its files are encrypted (0.3 only)
 */
public record ReplicaConfig(String name, ReplicaLocation location, WriterConfig writer, AgeConfig age) {}
