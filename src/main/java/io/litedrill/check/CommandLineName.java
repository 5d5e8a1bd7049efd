package io.litedrill.check;

import java.util.Optional;
import java.util.Set;

/**
 * How a command line names a replica.
 *
 * @param target the database's name, which alone knows what is configured and remembered; the URL where there is none
 * @param replica which of several replicas of the database; empty where there is one alone
 */
public record CommandLineName(String target, Optional<String> replica) {
    /** These work on one replica; the others work on all that a database has. */
    private static final Set<String> OF_ONE = Set.of("window", "plan", "restore");

    /** A configured database, by its name alone. */
    public static CommandLineName of(ReplicaId id) {
        return new CommandLineName(id.database(), Optional.empty());
    }

    /** A command that can be typed as it stands. */
    public String command(String verb) {
        String named = "litedrill " + verb + " " + Format.quoted(target);
        return OF_ONE.contains(verb)
                ? named
                        + replica.map(name -> " --replica " + Format.quoted(name))
                                .orElse("")
                : named;
    }
}
