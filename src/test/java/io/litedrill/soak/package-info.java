/** A long run by hand ({@code bench/soak}): many replicas of 6 types, live Litestreams, faults of the stores. */
@NullMarked
package io.litedrill.soak;

import org.jspecify.annotations.NullMarked;
