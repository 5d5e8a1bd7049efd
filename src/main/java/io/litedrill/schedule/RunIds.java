package io.litedrill.schedule;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Creates IDs of runs: {@code 20261123T051751123Z-1f0c9a3e}, the time in UTC to the millisecond and 32 random bits.
 * Their text order is the time order, and they need no escaping in a URL or a file name.
 */
public final class RunIds {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int RANDOM_BYTES = 4;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** Creates a generator that takes the time from {@code clock}. */
    public RunIds(InstantSource clock) {
        this.clock = clock;
    }

    /** Returns a new ID. */
    public String next() {
        return at(clock.instant());
    }

    private String at(Instant time) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return TIME.format(time) + "-" + HexFormat.of().formatHex(bytes);
    }
}
