package io.litedrill.http;

import io.litedrill.replica.Point;
import java.nio.file.Path;

/**
 * A restore that somebody asked for.
 *
 * @param output absolute, below the folder for restores; nothing was there when the order was read
 */
public record RestoreOrder(String database, Point point, Path output) {}
