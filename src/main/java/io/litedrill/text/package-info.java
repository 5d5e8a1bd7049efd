/** Filters text from outside before it is shown or logged. */
@NullMarked
package io.litedrill.text;

import org.jspecify.annotations.NullMarked;
