/** Exports results as metrics. */
@NullMarked
package io.litedrill.metrics;

import org.jspecify.annotations.NullMarked;
