/** When what runs. */
@NullMarked
package io.litedrill.schedule;

import org.jspecify.annotations.NullMarked;
