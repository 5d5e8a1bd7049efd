/** Schedules and runs jobs. */
@NullMarked
package io.litedrill.schedule;

import org.jspecify.annotations.NullMarked;
