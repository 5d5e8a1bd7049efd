/** Membership of this daemon in a cluster: its nodes, their configuration and clocks, the drills of all of them. */
@NullMarked
package io.litedrill.cluster;

import org.jspecify.annotations.NullMarked;
