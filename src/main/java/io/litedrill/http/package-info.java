/** Serves the API, health and metrics endpoints. */
@NullMarked
package io.litedrill.http;

import org.jspecify.annotations.NullMarked;
