/** A long run by hand ({@code bench/soak}): many replicas of all types, live Litestreams, faults of the stores. */
@NullMarked
package io.litedrill.soak;

import org.jspecify.annotations.NullMarked;
