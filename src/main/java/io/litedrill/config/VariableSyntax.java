package io.litedrill.config;

/** The syntax in which variables in a value are replaced. */
enum VariableSyntax {
    /** A value. */
    VALUE(""),
    /** A command, which may use variables of its own. */
    COMMAND("; for one of the command's own: $$NAME");

    private final String hint;

    VariableSyntax(String hint) {
        this.hint = hint;
    }

    /** Returns the further hint where a variable is not set. */
    String hint() {
        return hint;
    }

    Variables expand(String source, Environment environment) {
        return this == COMMAND ? Variables.expandCommand(source, environment) : Variables.expand(source, environment);
    }
}
