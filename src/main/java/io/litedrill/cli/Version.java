package io.litedrill.cli;

import java.util.Optional;

/** Which Litedrill this is. */
final class Version {
    private Version() {}

    /** As in the manifest of the jar; {@code dev} when it runs from classes. */
    static String name() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }
}
