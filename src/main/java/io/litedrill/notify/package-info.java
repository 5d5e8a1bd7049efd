/** Tells the owner's URLs what was found. */
@NullMarked
package io.litedrill.notify;

import org.jspecify.annotations.NullMarked;
