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
 * @param config the configuration file that commands must name; empty for the default one
 */
public record CommandLineName(String target, Optional<String> replica, Optional<String> config) {
    /** Creates a name for the default configuration. */
    public CommandLineName(String target, Optional<String> replica) {
        this(target, replica, Optional.empty());
    }

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
        Stream<String> file = config.map(path -> "-c " + Format.quoted(path)).stream();
        return Stream.of(file, Stream.of(Format.quoted(target)), option).flatMap(words -> words);
    }
}
