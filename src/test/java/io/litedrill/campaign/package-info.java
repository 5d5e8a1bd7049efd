/**
 * The damage campaign: replicas by real Litestream, damaged in every known way, and the detected part of the damage.
 */
@NullMarked
package io.litedrill.campaign;

import org.jspecify.annotations.NullMarked;
