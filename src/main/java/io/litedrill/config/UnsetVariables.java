package io.litedrill.config;

import java.util.List;
import java.util.stream.Collectors;

/** Describes why Litestream replaced variables of a value by nothing. */
final class UnsetVariables {
    private static final String NAME = "[A-Za-z_]\\w*";

    private UnsetVariables() {}

    /**
     * Returns the reason, for messages.
     *
     * @param names one or more, as written between the braces
     */
    static String reason(List<String> names) {
        String defaults = names.stream()
                .filter(name -> !name.matches(NAME))
                .map(name -> "${" + name + "}")
                .collect(Collectors.joining(" and "));
        List<String> plain = names.stream().filter(name -> name.matches(NAME)).toList();
        String unset = "$" + String.join(" and $", plain) + (plain.size() == 1 ? " is" : " are") + " not set";
        if (defaults.isEmpty()) {
            return unset;
        }
        String replaced =
                "Litestream replaces " + defaults + " by nothing: it supports only ${NAME}, without a default";
        return plain.isEmpty() ? replaced : unset + ", and " + replaced;
    }
}
