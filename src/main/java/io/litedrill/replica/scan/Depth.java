package io.litedrill.replica.scan;

import java.time.Duration;

/** How deep a look at a replica goes beyond its listing. */
public enum Depth {
    /** For each minute: what a listing cannot tell about the newest files, within bounds. */
    CHECK(1_000, 64L << 20, Duration.ofSeconds(10)),
    /** Every file that decides where recovery points are. */
    FULL(Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofDays(1));

    private final long files;
    private final long bytes;
    private final Duration time;

    Depth(long files, long bytes, Duration time) {
        this.files = files;
        this.bytes = bytes;
        this.time = time;
    }

    /** Files read at most. */
    public long files() {
        return files;
    }

    /** Bytes read at most, as stored. */
    public long bytes() {
        return bytes;
    }

    /** After this long, nothing more is begun. */
    public Duration time() {
        return time;
    }
}
