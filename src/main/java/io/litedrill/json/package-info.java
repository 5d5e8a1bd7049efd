/** Converts results to JSON, for the command line, the API and the history. */
@NullMarked
package io.litedrill.json;

import org.jspecify.annotations.NullMarked;
