/**
 * Real Litestream in tests: its binaries, replicas that it wrote, and an application whose database it replicates.
 */
@NullMarked
package io.litedrill.litestream;

import org.jspecify.annotations.NullMarked;
