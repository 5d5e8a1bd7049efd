package io.litedrill.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes numbers of bytes: digits, and optionally kB, MB, GB or TB, each 1000 of the one before. */
final class ByteCount {
    private static final List<String> UNITS = List.of("", "kB", "MB", "GB", "TB");
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,15}) ?([kKmMgGtT]?)[bB]?");
    private static final int STEP = 1000;

    private ByteCount() {}

    /** Returns the number; empty for 0 and for any other text. */
    static Optional<Long> parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String unit = matcher.group(2).toLowerCase(Locale.ROOT);
        int power = unit.isEmpty() ? 0 : 1 + "kmgt".indexOf(unit);
        try {
            long bytes = Long.parseLong(matcher.group(1));
            for (int i = 0; i < power; i++) {
                bytes = Math.multiplyExact(bytes, (long) STEP);
            }
            return Optional.of(bytes).filter(number -> number > 0);
        } catch (ArithmeticException tooLarge) {
            return Optional.empty();
        }
    }

    /** Returns the shortest text that has exactly this number. */
    static String format(long bytes) {
        long number = bytes;
        int power = 0;
        while (power + 1 < UNITS.size() && number % STEP == 0) {
            number /= STEP;
            power++;
        }
        return number + UNITS.get(power);
    }
}
