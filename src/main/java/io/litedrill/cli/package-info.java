/** The commands, and the one class that builds the object graph. */
@NullMarked
package io.litedrill.cli;

import org.jspecify.annotations.NullMarked;
