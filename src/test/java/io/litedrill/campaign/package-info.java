/** The damage campaign: replicas by real Litestream, damaged in every way that was thought of, and what is seen of it. */
@NullMarked
package io.litedrill.campaign;

import org.jspecify.annotations.NullMarked;
