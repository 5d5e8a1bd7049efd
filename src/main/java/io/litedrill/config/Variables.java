package io.litedrill.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Variables inside one value of litedrill.yml: {@code $NAME}, {@code ${NAME}}, and {@code $$} for a dollar sign.
 *
 * @param text the value with its variables replaced, those that are not set by nothing
 * @param unset the names of those that are not set
 * @param malformed whether a brace is opened for anything but a name, as for a default, which there is none of here
 */
record Variables(String text, List<String> unset, boolean malformed) {
    /** What Litedrill tells the owner's commands. */
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

    /** As {@link #expand}, but what Litedrill tells a command stays as it is written, for the shell that runs it. */
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
