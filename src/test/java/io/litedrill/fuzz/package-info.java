/** Fuzzing: targets, their kept inputs as tests, and Jazzer in a separate process. */
@NullMarked
package io.litedrill.fuzz;

import org.jspecify.annotations.NullMarked;
