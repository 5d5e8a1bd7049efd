/** Reads object stores of NATS. Needs the libraries of {@code lib/litedrill-nats.jar}. */
@NullMarked
package io.litedrill.storage.nats;

import org.jspecify.annotations.NullMarked;
