/** Sends results to the owner's URLs. */
@NullMarked
package io.litedrill.notify;

import org.jspecify.annotations.NullMarked;
