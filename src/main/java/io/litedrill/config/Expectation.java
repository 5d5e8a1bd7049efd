package io.litedrill.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds the expected value of a test: {@code > 0}, {@code != 'gone'}, or a bare {@code 42} that means {@code = 42}.
 *
 * @param operand the operand as written, quotes included; not empty
 */
public record Expectation(Operator operator, String operand) {
    /** The default: accepts a positive row count, or 1, SQLite's value for true. */
    public static final Expectation DEFAULT = new Expectation(Operator.GREATER, "0");

    private static final Pattern TEXT = Pattern.compile("(<=|>=|!=|=|<|>)?\\s*([^=<>!].*)", Pattern.DOTALL);

    /** Compares a value (left) with the operand (right). */
    public enum Operator {
        /** {@code =}. */
        EQUAL("="),
        /** {@code !=}. */
        NOT_EQUAL("!="),
        /** {@code <}. */
        LESS("<"),
        /** {@code <=}. */
        AT_MOST("<="),
        /** {@code >}. */
        GREATER(">"),
        /** {@code >=}. */
        AT_LEAST(">=");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        /** Returns the operator as written. */
        public String sign() {
            return sign;
        }

        private static Optional<Operator> of(String sign) {
            return Arrays.stream(values())
                    .filter(operator -> operator.sign.equals(sign))
                    .findFirst();
        }
    }

    /** Parses {@code OPERATOR OPERAND}, or a bare operand that means equality. Returns empty for any other text. */
    public static Optional<Expectation> parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Operator operator =
                Optional.ofNullable(matcher.group(1)).flatMap(Operator::of).orElse(Operator.EQUAL);
        return Optional.of(new Expectation(operator, matcher.group(2)));
    }

    @Override
    public String toString() {
        return operator.sign() + " " + operand;
    }
}
