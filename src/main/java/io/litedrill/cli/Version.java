package io.litedrill.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Provides the version of Litedrill. */
final class Version implements IVersionProvider {
    /** Called by picocli. */
    Version() {}

    /** Returns the version of the jar; {@code development} when Litedrill runs from classes. */
    static String number() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"litedrill " + number(), "Java " + Runtime.version()};
    }
}
