package io.litedrill.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;

/** Words usage errors. Picocli's own message for a missing or doubled destination of a restore lists all options. */
final class UsageText {
    private UsageText() {}

    /**
     * Returns the message of a usage error.
     *
     * @param typed the words of the command line
     */
    static String of(ParameterException failure, List<String> typed) {
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        Optional<String> ours = command.userObject() instanceof RestoreCommand && isOfOptionGroup(failure)
                ? destination(command, typed)
                : Optional.empty();
        return ours.orElseGet(() -> String.valueOf(failure.getMessage()));
    }

    private static boolean isOfOptionGroup(ParameterException failure) {
        return failure instanceof MissingParameterException
                || failure instanceof MaxValuesExceededException
                || failure instanceof MutuallyExclusiveArgsException;
    }

    private static Optional<String> destination(CommandSpec restore, List<String> typed) {
        boolean inPlace = names(restore, "--in-place", typed);
        boolean onlyInPlace = RestoreCommand.ONLY_IN_PLACE.stream().anyMatch(option -> names(restore, option, typed));
        String options = String.join(", ", RestoreCommand.ONLY_IN_PLACE);
        if (names(restore, "--output", typed) && (inPlace || onlyInPlace)) {
            return Optional.of("restore: --output FILE restores to a new file, and --in-place over the live path. Name"
                    + " one of them; these go with --in-place: " + options);
        }
        return onlyInPlace && !inPlace ? Optional.of("restore: these need --in-place: " + options) : Optional.empty();
    }

    /** Returns whether a command line has an option, under one of its names. */
    private static boolean names(CommandSpec command, String option, List<String> typed) {
        return Arrays.stream(command.findOption(option).names())
                .anyMatch(name -> typed.stream().anyMatch(word -> word.equals(name) || word.startsWith(name + "=")));
    }
}
