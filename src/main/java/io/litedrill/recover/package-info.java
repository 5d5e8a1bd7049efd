/** Restores databases, into a new file or over a live database. */
@NullMarked
package io.litedrill.recover;

import org.jspecify.annotations.NullMarked;
