package io.litedrill.schedule;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Creates IDs of runs: {@code 20261123T051751123Z-1f0c9a3e}, the time in UTC to the millisecond and 32 random bits.
 * Their text order is the time order, and they need no escaping in a URL or a file name.
 */
public final class RunIds {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final InstantSource clock;

    /** Creates a generator that takes the time from {@code clock}. */
    public RunIds(InstantSource clock) {
        this.clock = clock;
    }

    /** Returns a new ID. */
    public String next() {
        return at(clock.instant());
    }

    private String at(Instant time) {
        // not a secret: to set up secure random numbers takes a fiftieth of the time of a short command
        int random = ThreadLocalRandom.current().nextInt();
        return TIME.format(time) + "-" + HexFormat.of().toHexDigits(random);
    }
}
