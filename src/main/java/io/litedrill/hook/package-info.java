/** Runs the owner's commands and calls the owner's URLs, under time limits. Knows nothing of databases. */
@NullMarked
package io.litedrill.hook;

import org.jspecify.annotations.NullMarked;
