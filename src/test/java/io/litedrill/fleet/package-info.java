/** Measures one process that checks thousands of databases. Run by {@code bench/fleet}. */
@NullMarked
package io.litedrill.fleet;

import org.jspecify.annotations.NullMarked;
