/** Runs configured commands and calls configured URLs, under time limits. Independent of databases. */
@NullMarked
package io.litedrill.hook;

import org.jspecify.annotations.NullMarked;
