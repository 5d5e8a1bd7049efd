package io.litedrill.check;

import java.util.Optional;
import java.util.Set;

/**
 * The name of a replica on a command line.
 *
 * @param target the name of the database, which gives access to its configuration and history; the URL for a replica
 *     given by URL
 * @param replica the name of the replica when the database has several; empty when it has one
 */
public record CommandLineName(String target, Optional<String> replica) {
    /** Commands for a single replica. All other commands use every replica of a database. */
    private static final Set<String> OF_ONE = Set.of("window", "plan", "restore");

    /** Returns the name of a replica of a configured database, without the replica's name. */
    public static CommandLineName of(ReplicaId id) {
        return new CommandLineName(id.database(), Optional.empty());
    }

    /** Returns a command line that a user can paste into a shell. */
    public String command(String verb) {
        String named = "litedrill " + verb + " " + Format.quoted(target);
        return OF_ONE.contains(verb)
                ? named
                        + replica.map(name -> " --replica " + Format.quoted(name))
                                .orElse("")
                : named;
    }
}
