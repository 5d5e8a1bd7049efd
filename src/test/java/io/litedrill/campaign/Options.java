package io.litedrill.campaign;

import io.litedrill.campaign.Damage.Kind;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The options of the command.
 *
 * @param choice the selected cases
 * @param real whether real Litestream restores the same files
 * @param jobs the number of parallel cases
 * @param files the files that are read and written
 */
record Options(long seed, Choice choice, boolean real, int jobs, Files files) {
    /**
     * The selection of cases.
     *
     * @param cases the minimum number; for a sample, the exact number
     * @param sample whether only some cases of each class run
     * @param only a part of the names of the cases
     * @param kinds the classes of damage
     */
    record Choice(int cases, boolean sample, String only, Set<Kind> kinds) {
        Choice {
            kinds = Set.copyOf(kinds);
        }

        /** Returns whether the options select certain cases. */
        boolean isPart() {
            return !only.isEmpty() || kinds.size() < Kind.values().length;
        }

        boolean isWanted(DamageCase each) {
            return kinds.contains(each.damage().kind()) && each.name().contains(only);
        }
    }

    /**
     * Files of the command.
     *
     * @param out the page to write
     * @param remember the file that keeps the results of real Litestream between runs
     */
    record Files(Optional<Path> out, Optional<Path> remember) {}

    static final int ALL = 12_000;
    static final int SAMPLE = 1_000;

    static final String USAGE = """
            usage: bench/damage [--seed N] [--cases N] [--sample] [--only TEXT] [--kinds A,B] [--no-litestream] [--jobs N] [--out FILE] [--remember FILE]
              --seed N         what decides the random places (default 1)
              --cases N        at least so many (default 12000); with --sample, exactly so many (default 1000)
              --sample         some cases of each class instead of all; a quarter of them is also drilled incrementally
              --only TEXT      only cases whose name contains this, and all that was found in each
              --kinds A,B      only these classes of damage, such as foreign,two_writers
              --no-litestream  do not ask real Litestream; what --remember knows is shown anyway
              --jobs N         cases at a time (default 1)
              --remember FILE  keep there what real Litestream did, and do not ask it again for the same files
              --out FILE       write the page there, such as docs/damage.md; without it, to the terminal
            exit code: 0, or 1 when anything went unseen, or 2 for wrong usage
            """;

    /** Returns the n of every n-th case that is also drilled incrementally, which takes six more drills. */
    int incrementalEvery() {
        return choice.sample() ? 4 : 1;
    }

    Optional<Path> out() {
        return files.out();
    }

    Optional<Path> remember() {
        return files.remember();
    }

    /**
     * Parses arguments.
     *
     * @throws IllegalArgumentException for an unknown argument
     */
    static Options parse(List<String> arguments) {
        Deque<String> left = new ArrayDeque<>(arguments);
        Options options = new Options(
                1,
                new Choice(0, false, "", EnumSet.allOf(Kind.class)),
                true,
                1,
                new Files(Optional.empty(), Optional.empty()));
        try {
            while (!left.isEmpty()) {
                options = options.with(left.removeFirst(), left);
            }
        } catch (NoSuchElementException missing) {
            throw new IllegalArgumentException("a value is missing at the end", missing);
        }
        Choice choice = options.choice();
        int standard = choice.sample() ? SAMPLE : ALL;
        return choice.cases() > 0
                ? options
                : options.with(new Choice(standard, choice.sample(), choice.only(), choice.kinds()));
    }

    private Options with(String name, Deque<String> left) {
        return switch (name) {
            case "--seed" -> new Options(Long.parseLong(left.removeFirst()), choice, real, jobs, files);
            case "--cases" ->
                with(new Choice(Integer.parseInt(left.removeFirst()), choice.sample(), choice.only(), choice.kinds()));
            case "--only" -> with(new Choice(choice.cases(), choice.sample(), left.removeFirst(), choice.kinds()));
            case "--kinds" ->
                with(new Choice(choice.cases(), choice.sample(), choice.only(), kinds(left.removeFirst())));
            case "--sample" -> with(new Choice(choice.cases(), true, choice.only(), choice.kinds()));
            case "--no-litestream" -> new Options(seed, choice, false, jobs, files);
            case "--jobs" -> new Options(seed, choice, real, Integer.parseInt(left.removeFirst()), files);
            case "--out" -> withFiles(new Files(Optional.of(Path.of(left.removeFirst())), files.remember()));
            case "--remember" -> withFiles(new Files(files.out(), Optional.of(Path.of(left.removeFirst()))));
            default -> throw new IllegalArgumentException("not known: " + name);
        };
    }

    private static Set<Kind> kinds(String names) {
        return Arrays.stream(names.split(",", -1))
                .map(name -> Kind.valueOf(name.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toSet());
    }

    private Options withFiles(Files changed) {
        return new Options(seed, choice, real, jobs, changed);
    }

    private Options with(Choice changed) {
        return new Options(seed, changed, real, jobs, files);
    }
}
