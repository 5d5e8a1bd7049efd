package io.litedrill.campaign;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What the command was told.
 *
 * @param cases how many at least; of a sample, exactly
 * @param sample whether a part of the cases stands for all, some of each class
 * @param real whether real Litestream restores the same files
 * @param fresh whether real Litestream writes further replicas first, whose times and contents are those of the run
 * @param jobs cases at a time
 * @param out the page to write
 */
record Options(long seed, int cases, boolean sample, boolean real, boolean fresh, int jobs, Optional<Path> out) {
    static final int ALL = 12_000;
    static final int SAMPLE = 1_000;

    static final String USAGE = """
            usage: bench/damage [--seed N] [--cases N] [--sample] [--no-litestream] [--fresh] [--jobs N] [--out FILE]
              --seed N         what decides the random places (default 1)
              --cases N        at least so many (default 12000); with --sample, exactly so many (default 1000)
              --sample         some cases of each class instead of all
              --no-litestream  do not restore the same files with real Litestream beside
              --fresh          real Litestream writes further replicas first; only the golden ones are the same at each run
              --jobs N         cases at a time (default 1)
              --out FILE       write the page there, such as docs/damage.md; without it, to the terminal
            exit code: 0, or 1 when anything went unseen, or 2 for wrong usage
            """;

    /**
     * Reads arguments.
     *
     * @throws IllegalArgumentException for one that is not known
     */
    static Options parse(List<String> arguments) {
        Deque<String> left = new ArrayDeque<>(arguments);
        Options options = new Options(1, 0, false, true, false, 1, Optional.empty());
        try {
            while (!left.isEmpty()) {
                options = options.with(left.removeFirst(), left);
            }
        } catch (NoSuchElementException missing) {
            throw new IllegalArgumentException("a value is missing at the end", missing);
        }
        return options.cases > 0 ? options : options.withCases(options.sample ? SAMPLE : ALL);
    }

    private Options with(String name, Deque<String> left) {
        return switch (name) {
            case "--seed" -> new Options(
                    Long.parseLong(left.removeFirst()), cases, sample, real, fresh, jobs, out);
            case "--cases" -> withCases(Integer.parseInt(left.removeFirst()));
            case "--sample" -> new Options(seed, cases, true, real, fresh, jobs, out);
            case "--no-litestream" -> new Options(seed, cases, sample, false, fresh, jobs, out);
            case "--fresh" -> new Options(seed, cases, sample, real, true, jobs, out);
            case "--jobs" -> new Options(
                    seed, cases, sample, real, fresh, Integer.parseInt(left.removeFirst()), out);
            case "--out" -> new Options(
                    seed, cases, sample, real, fresh, jobs, Optional.of(Path.of(left.removeFirst())));
            default -> throw new IllegalArgumentException("not known: " + name);
        };
    }

    private Options withCases(int count) {
        return new Options(seed, count, sample, real, fresh, jobs, out);
    }
}
