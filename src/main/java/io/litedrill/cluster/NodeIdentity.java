package io.litedrill.cluster;

/**
 * Identifies a daemon in its cluster.
 *
 * @param name the name of the node
 * @param process an ID of the process, different after each start
 * @param version the version of Litedrill
 */
record NodeIdentity(String name, String process, String version) {}
