package io.litedrill.replica.scan;

import java.time.Duration;

/** Limits how much a scan reads beyond the listing. */
public enum Depth {
    /**
     * For a check of a complete listing: reads what the listing does not contain about the newest files, within limits;
     * of the segments that no earlier check has read, some at each check.
     */
    CHECK(1_000, 64L << 20, Duration.ofSeconds(10)),
    /** For a check of the newest files alone: like {@link #CHECK}, and reads headers of compactions later. */
    STEADY(1_000, 64L << 20, Duration.ofSeconds(10)),
    /**
     * For a restore of the newest state: reads what the listing does not contain about the newest files, within limits.
     * The restore reads the segments itself, so that few of them are read twice.
     */
    NEWEST(1_000, 8L << 20, Duration.ofSeconds(10)),
    /** Reads every file that determines recovery points. */
    FULL(Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofDays(1));

    private final long files;
    private final long bytes;
    private final Duration time;

    Depth(long files, long bytes, Duration time) {
        this.files = files;
        this.bytes = bytes;
        this.time = time;
    }

    /** Returns the maximum number of files to read. */
    public long files() {
        return files;
    }

    /** Returns the maximum number of bytes to read, as stored. */
    public long bytes() {
        return bytes;
    }

    /** Returns the time after which no further read is started. */
    public Duration time() {
        return time;
    }

    /** Returns whether this is the depth of a check, which is repeated. */
    boolean isCheck() {
        return this == CHECK || this == STEADY;
    }
}
