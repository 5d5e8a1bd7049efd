package io.litedrill.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Which Litedrill this is. */
final class Version implements IVersionProvider {
    /** For picocli, which makes one when it is asked for. */
    Version() {}

    /** The version of the jar; {@code development} when it runs from classes. */
    static String number() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"litedrill " + number(), "Java " + Runtime.version()};
    }
}
