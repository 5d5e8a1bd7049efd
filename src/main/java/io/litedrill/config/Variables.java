package io.litedrill.config;

import java.util.ArrayList;
import java.util.List;
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
    private static final Pattern REFERENCE = Pattern.compile("\\$(?:\\$|\\{([A-Za-z_]\\w*)}|([A-Za-z_]\\w*)|(\\{))");

    static Variables expand(String source, Environment environment) {
        List<String> unset = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Matcher matcher = REFERENCE.matcher(source);
        boolean malformed = false;
        while (matcher.find()) {
            malformed |= matcher.group(3) != null;
            String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
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
