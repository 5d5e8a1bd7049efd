package io.litedrill.restore;

import io.litedrill.replica.Position;

/**
 * Describes a verified database that newer files of its replica can be applied to.
 *
 * @param position the state of the database
 * @param pageSize bytes of a page
 * @param pages number of pages
 */
public record Base(Position position, int pageSize, long pages) {}
