/** Tests of the formats, and builders that write each of them, valid or with one rule broken. */
@NullMarked
package io.litedrill.replica.format;

import org.jspecify.annotations.NullMarked;
