package io.litedrill.cluster;

import java.util.Set;

/** Defines the states of this node in its cluster. */
public sealed interface MembershipState {
    /** The database was not reached yet. */
    record Joining() implements MembershipState {}

    /**
     * This node shares the jobs of the cluster.
     *
     * @param nodes the names of the nodes that are alive, this one among them
     */
    record Member(Set<String> nodes) implements MembershipState {}

    /**
     * The database cannot be reached, so this node works without the others.
     *
     * @param reason why it cannot be reached
     */
    record Alone(String reason) implements MembershipState {}

    /**
     * The cluster does not accept this node.
     *
     * @param reason what differs, and the next step
     * @param byConfiguration whether the configuration is the reason, which does not change by waiting
     */
    record Refused(String reason, boolean byConfiguration) implements MembershipState {}
}
