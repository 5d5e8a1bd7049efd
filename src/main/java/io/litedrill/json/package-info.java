/** One mapping of results for command line, API and history. */
@NullMarked
package io.litedrill.json;

import org.jspecify.annotations.NullMarked;
