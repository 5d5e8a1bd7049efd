package io.litedrill.config;

import io.litedrill.config.ReplicaFields.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the {@code age} keys of a replica in litestream.yml, and checks the form of an identity. */
final class AgeKeys {
    static final String FORM = "an age identity as age-keygen prints it, AGE-SECRET-KEY-1 and 58 characters";

    private static final String PREFIX = "AGE-SECRET-KEY-";
    private static final String DIGITS = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";
    private static final Pattern KEY = Pattern.compile(PREFIX + "1[" + DIGITS + "]{58}");
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};

    private AgeKeys() {}

    /**
     * Reads the keys of a replica, or of the top of the file. Leaves out, with a warning, what Litestream could not
     * use.
     */
    static AgeConfig of(LenientMapping replica) {
        return replica.loose("age").map(AgeKeys::read).orElse(AgeConfig.NONE);
    }

    private static AgeConfig read(LenientMapping age) {
        List<Secret> identities = new ArrayList<>();
        List<Field> texts = age.texts("identities");
        for (Field text : texts) {
            Optional<List<Secret>> parsed = parse(text.text());
            if (parsed.isEmpty()) {
                age.report().warning(why(text) + "; files that are encrypted for it cannot be read");
            }
            identities.addAll(parsed.orElse(List.of()));
        }
        boolean used = !texts.isEmpty() || !age.texts("recipients").isEmpty();
        if (used && texts.isEmpty()) {
            age.report()
                    .warning(age.where()
                            + ": has no identities; the files of this replica are encrypted and cannot be read");
        }
        return new AgeConfig(used, identities);
    }

    private static String why(Field text) {
        return text.unset().isEmpty()
                ? text.where() + ": must be " + FORM
                : text.where() + ": is no identity because " + UnsetVariables.reason(text.unset());
    }

    /**
     * Parses identities, one a line, with empty lines and comments. Returns empty for no identity or any other text.
     */
    static Optional<List<Secret>> parse(String text) {
        List<Secret> keys = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(Secret::new)
                .toList();
        boolean good = !keys.isEmpty() && keys.stream().allMatch(key -> isKey(key.value()));
        return good ? Optional.of(keys) : Optional.empty();
    }

    /** Returns whether the text has the form of a key and a valid Bech32 checksum. */
    private static boolean isKey(String key) {
        if (!KEY.matcher(key).matches()) {
            return false;
        }
        int sum = 1;
        for (int i = 0; i < PREFIX.length(); i++) {
            sum = next(sum, Character.toLowerCase(PREFIX.charAt(i)) >> 5);
        }
        sum = next(sum, 0);
        for (int i = 0; i < PREFIX.length(); i++) {
            sum = next(sum, Character.toLowerCase(PREFIX.charAt(i)) & 31);
        }
        for (int i = PREFIX.length() + 1; i < key.length(); i++) {
            sum = next(sum, DIGITS.indexOf(key.charAt(i)));
        }
        return sum == 1;
    }

    private static int next(int sum, int value) {
        int top = sum >>> 25;
        int next = (sum & 0x1ffffff) << 5 ^ value;
        for (int i = 0; i < GENERATOR.length; i++) {
            next ^= (top >>> i & 1) == 0 ? 0 : GENERATOR[i];
        }
        return next;
    }
}
