package io.litedrill.verify;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition for a value: {@code > 0}, {@code != 'gone'}, or a bare {@code 42} that means {@code = 42}.
 *
 * <p>If both sides are decimal numbers they are compared as numbers ({@code 1.0} equals {@code 1}), else as text,
 * character by character. An operand in quotes is always text.
 *
 * @param operand the operand as written, including quotes
 */
public record Expect(Operator operator, String operand) {
    /** The default: accepts a positive row count, or 1, SQLite's value for true. */
    public static final Expect DEFAULT = new Expect(Operator.GREATER, "0");

    private static final Pattern TEXT = Pattern.compile("(<=|>=|!=|=|<|>)?\\s*(.*)", Pattern.DOTALL);
    /** The longest number that SQLite writes. The time to parse a longer number grows with the square of its length. */
    private static final int LONGEST_NUMBER = 100;

    private static final Pattern QUOTED = Pattern.compile("'(.*)'|\"(.*)\"", Pattern.DOTALL);

    /**
     * Parses {@code OPERATOR OPERAND}, or a bare operand that means equality.
     *
     * @throws IllegalArgumentException with the expected form
     */
    public static Expect parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()
                || matcher.group(2).isEmpty()
                || "=<>!".indexOf(matcher.group(2).charAt(0)) >= 0) {
            throw new IllegalArgumentException("an expectation is one of = != < <= > >= and a number or a text "
                    + "(in quotes where it is empty or begins with such a sign). Found: " + text);
        }
        return new Expect(
                Optional.ofNullable(matcher.group(1)).map(Operator::of).orElse(Operator.EQUAL), matcher.group(2));
    }

    /** Returns whether the value, in its text form, meets the condition. */
    boolean isMetBy(String value) {
        Matcher quoted = QUOTED.matcher(operand);
        if (quoted.matches()) {
            String text = Optional.ofNullable(quoted.group(1)).orElseGet(() -> quoted.group(2));
            return operator.holds(value.compareTo(text));
        }
        Optional<BigDecimal> left = number(value);
        Optional<BigDecimal> right = number(operand);
        return operator.holds(
                left.isPresent() && right.isPresent() ? left.get().compareTo(right.get()) : value.compareTo(operand));
    }

    private static Optional<BigDecimal> number(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text.strip()));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return operator.sign() + " " + operand;
    }

    /** The comparison of the value (left) with the operand (right). */
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

        /** Returns the operator's sign. */
        public String sign() {
            return sign;
        }

        private static Operator of(String sign) {
            return Arrays.stream(values())
                    .filter(operator -> operator.sign.equals(sign))
                    .findFirst()
                    .orElseThrow();
        }

        private boolean holds(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case NOT_EQUAL -> comparison != 0;
                case LESS -> comparison < 0;
                case AT_MOST -> comparison <= 0;
                case GREATER -> comparison > 0;
                case AT_LEAST -> comparison >= 0;
            };
        }
    }
}
