package io.litedrill.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The name of a replica on a command line.
 *
 * @param target the name of the database, which gives access to its configuration and history; the URL for a replica
 *     given by URL
 * @param replica the name of the replica when the database has several; empty when it has one
 */
public record CommandLineName(String target, Optional<String> replica) {
    /** Returns the name of a replica of a configured database, without the replica's name. */
    public static CommandLineName of(ReplicaId id) {
        return new CommandLineName(id.database(), Optional.empty());
    }

    /** Returns a command for this replica. */
    public Hint.Command command(CommandVerb verb) {
        return new Hint.Command(verb, Optional.of(this), List.of());
    }

    /** Returns the words that select this replica for a command, quoted for a shell. */
    Stream<String> arguments(CommandVerb verb) {
        Stream<String> option = verb.usesOneReplica()
                ? replica.map(name -> "--replica " + Format.quoted(name)).stream()
                : Stream.empty();
        return Stream.concat(Stream.of(Format.quoted(target)), option);
    }
}
