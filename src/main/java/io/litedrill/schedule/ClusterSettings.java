package io.litedrill.schedule;

import javax.sql.DataSource;

/**
 * Holds what the nodes of a cluster share.
 *
 * @param node the name of this node
 * @param process an ID of this process, different after each start
 * @param database the database of the triggers
 * @param drills limits the drills of all nodes
 */
public record ClusterSettings(String node, String process, DataSource database, RunSlots drills) {}
