package io.litedrill.campaign;

import java.util.List;

/** The ways to see what the files alone need not show. */
final class Detectors {
    /** In the order of the columns. */
    static final List<Detector> ALL = List.of();

    private Detectors() {}
}
