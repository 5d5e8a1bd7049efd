/** Lists a replica and reads the few bytes that decide what it can produce. */
@NullMarked
package io.litedrill.replica.scan;

import org.jspecify.annotations.NullMarked;
