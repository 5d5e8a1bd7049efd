package io.litedrill.cli;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The forms of the output of {@code check}. */
enum CheckFormat {
    /** Tables for people, lines for a pipe. */
    TEXT,
    /** One status line of a Nagios plug-in. */
    NAGIOS;

    /** Reads a form as it is typed, in lower case. */
    static final class Converter implements ITypeConverter<CheckFormat> {
        @Override
        public CheckFormat convert(String typed) {
            return Arrays.stream(values())
                    .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(typed))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected text or nagios. Found: " + typed));
        }
    }
}
