/** Implements the commands of the command line. */
@NullMarked
package io.litedrill.cli;

import org.jspecify.annotations.NullMarked;
