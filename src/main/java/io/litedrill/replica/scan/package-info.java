/** Lists a replica and reads the few bytes that determine its recovery points. */
@NullMarked
package io.litedrill.replica.scan;

import org.jspecify.annotations.NullMarked;
