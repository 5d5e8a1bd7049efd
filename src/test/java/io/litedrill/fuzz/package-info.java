/** Fuzzing: what a target is, how its kept inputs run as tests, and how Jazzer runs it in a process of its own. */
@NullMarked
package io.litedrill.fuzz;

import org.jspecify.annotations.NullMarked;
