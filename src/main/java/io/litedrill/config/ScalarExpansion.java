package io.litedrill.config;

import java.util.Optional;

/** Replaces variables in the single values of a section, and reports values that cannot be used as text. */
record ScalarExpansion(SectionProblems problems, Environment environment) {
    /**
     * Returns the text of a value; empty after reporting a value that is no scalar, or has no expansion.
     *
     * @param key the key of the value, for messages
     */
    Optional<String> expand(String key, Value value, VariableSyntax syntax) {
        if (!(value instanceof Value.Scalar scalar)) {
            problems.ofValue(key, value, "must be a single value");
            return Optional.empty();
        }
        if (scalar.form() == Value.Form.TAGGED) {
            problems.ofValue(key, value, "must be in quotes where it begins with !");
            return Optional.empty();
        }
        Variables expanded = syntax.expand(scalar.text(), environment);
        if (expanded.malformed()) {
            problems.ofValue(key, value, "must name variables as $NAME or ${NAME}; $$ is a dollar sign");
            return Optional.empty();
        }
        if (!expanded.unset().isEmpty()) {
            problems.ofValue(
                    key,
                    value,
                    "names a variable that is not set: $" + String.join(", $", expanded.unset()) + syntax.hint());
            return Optional.empty();
        }
        return Optional.of(expanded.text());
    }
}
