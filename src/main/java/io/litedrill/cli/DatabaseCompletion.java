package io.litedrill.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Adds the names of databases, and the files of {@code --config}, to picocli's completion script. Picocli completes
 * only words that are known when the script is written.
 */
final class DatabaseCompletion {
    /** The line of picocli's function for a command that sets the words to complete. */
    private static final String WORDS = "    local positionals=\"\"\n";

    private static final String OF_DATABASES = "    local positionals; positionals=$(_litedrill_databases)\n";

    /** The lines of picocli's functions for the value of an optional path, which it takes as any text. */
    private static final String CONFIG = """
                '-c'|'--config')
                  return
            """;

    private static final String FILES = """
                '-c'|'--config')
                  local IFS=$'\\n'
                  type compopt &>/dev/null && compopt -o filenames
                  COMPREPLY=( $( compgen -f -- "${curr_word}" ) )
                  return $?
            """;

    /**
     * Prints the names in the configuration of the command line, or in the default one. Without a file, starts no
     * program. {@code config show --names} prints only names without characters that have a meaning in a shell.
     */
    private static final String FUNCTION = """
            # Prints the names of the configured databases.
            function _litedrill_databases() {
              local i config=""
              for (( i = 1; i < COMP_CWORD; i++ )); do
                case "${COMP_WORDS[i]}" in
                  -c|--config) config="${COMP_WORDS[i+1]/#\\~/$HOME}" ;;
                esac
              done
              if [ -n "$config" ]; then
                [ -f "$config" ] && litedrill config show --names -c "$config" 2>/dev/null </dev/null
              elif [ -f litedrill.yml ] || [ -f /etc/litedrill.yml ] || [ -f /etc/litestream.yml ] || [ -n "$LITESTREAM_CONFIG" ]; then
                litedrill config show --names 2>/dev/null </dev/null
              fi
              return 0
            }

            """;

    private DatabaseCompletion() {}

    /**
     * Returns the script with the names of databases for each command with a parameter TARGET.
     *
     * @param script written by picocli
     */
    static String addTo(String script, CommandSpec root) {
        String end = "# Define a completion specification";
        String named = script;
        for (CommandLine command : root.subcommands().values()) {
            if (hasTarget(command.getCommandSpec())) {
                named = withNames(named, command.getCommandName());
            }
        }
        return named.replace(CONFIG, FILES).replace(end, FUNCTION + end);
    }

    private static boolean hasTarget(CommandSpec command) {
        return command.positionalParameters().stream()
                .anyMatch(parameter -> parameter.paramLabel().contains("TARGET"));
    }

    private static String withNames(String script, String command) {
        int function = script.indexOf("function _picocli_litedrill_" + command + "() {");
        int words = script.indexOf(WORDS, function);
        return script.substring(0, words) + OF_DATABASES + script.substring(words + WORDS.length());
    }
}
