package io.litedrill.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces variables in one value of litedrill.yml: {@code $NAME}, {@code ${NAME}}, and {@code $$} for a dollar sign.
 *
 * @param text the value with its variables replaced; unset ones become the empty text
 * @param unset the names of the unset variables
 * @param malformed true for {@code ${...}} with anything but a name; defaults are not supported
 */
record Variables(String text, List<String> unset, boolean malformed) {
    /** The variables that Litedrill sets for the owner's commands. */
    static final Set<String> OF_COMMANDS = Set.of(
            "LITEDRILL_DATABASE",
            "LITEDRILL_DATABASE_FILE",
            "LITEDRILL_REPLICA",
            "LITEDRILL_RECOVERY_POINT",
            "LITEDRILL_POSITION",
            "LITEDRILL_USER_VERSION",
            "LITEDRILL_MOVED_ASIDE");

    private static final Pattern REFERENCE =
            Pattern.compile("\\$(?:\\$|\\{([A-Za-z_]\\w*)}|([A-Za-z_]\\w*)|\\{(\\w*))");

    static Variables expand(String source, Environment environment) {
        return expand(source, environment, Set.of());
    }

    /** Does the same as {@link #expand}, but leaves the variables that Litedrill sets for commands to the shell. */
    static Variables expandCommand(String source, Environment environment) {
        return expand(source, environment, OF_COMMANDS);
    }

    private static Variables expand(String source, Environment environment, Set<String> kept) {
        List<String> unset = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Matcher matcher = REFERENCE.matcher(source);
        boolean malformed = false;
        while (matcher.find()) {
            Optional<String> opened = Optional.ofNullable(matcher.group(3));
            String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            if (kept.contains(name == null ? opened.orElse("") : name)) {
                matcher.appendReplacement(text, Matcher.quoteReplacement(matcher.group()));
                continue;
            }
            malformed |= opened.isPresent();
            String value = name == null ? "$" : environment.variable(name).orElse("");
            if (name != null && environment.variable(name).isEmpty()) {
                unset.add(name);
            }
            matcher.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        matcher.appendTail(text);
        return new Variables(text.toString(), unset, malformed);
    }
}
