package io.litedrill.metrics;

import java.util.function.BooleanSupplier;

/**
 * Describes the cluster that this process is a node of.
 *
 * @param name the name of the cluster, the same on each node
 * @param leader returns whether this node is the one that exports the state of the databases
 */
public record ClusterView(String name, BooleanSupplier leader) {}
