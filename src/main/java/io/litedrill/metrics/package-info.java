/** Results as meters. */
@NullMarked
package io.litedrill.metrics;

import org.jspecify.annotations.NullMarked;
