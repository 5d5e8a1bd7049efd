package io.litedrill.fleet;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/** The machine of a benchmark, described in its section of docs/benchmarks.md. */
public final class Machine {
    private static final int IDLE = 3;
    private static final int WAITING_FOR_DISKS = 4;

    private Machine() {}

    /** Returns processors, system, Java, and the current load. */
    public static String describe() throws IOException {
        return String.format(
                Locale.ROOT,
                "%d processors (%s), %s %s, Java %s, load at the start %.1f",
                Runtime.getRuntime().availableProcessors(),
                model(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.runtime.version"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String model() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        }
    }

    /**
     * The time of all processors since the start of the machine, or between two times, in units of the system.
     *
     * @param all the sum
     * @param idle without work, or waiting for a disk
     */
    record ProcessorTime(long all, long idle) {
        static ProcessorTime now() throws IOException {
            try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
                String[] words = lines.findFirst().orElseThrow().split(" +", -1);
                // the times of guests, after the first eight, are part of the others
                long[] times =
                        Arrays.stream(words, 1, 9).mapToLong(Long::parseLong).toArray();
                return new ProcessorTime(Arrays.stream(times).sum(), times[IDLE] + times[WAITING_FOR_DISKS]);
            }
        }

        /** Returns the time since another one. */
        ProcessorTime since(ProcessorTime before) {
            return new ProcessorTime(all - before.all, idle - before.idle);
        }

        /** Returns the share of busy processors, from 0 to 1. */
        double busy() {
            return 1 - (double) idle / Math.max(1, all);
        }
    }
}
