/**
 * Measures one process that checks thousands of databases, run by {@code bench/fleet}, and a cluster, run by
 * {@code bench/cluster}.
 */
@NullMarked
package io.litedrill.fleet;

import org.jspecify.annotations.NullMarked;
