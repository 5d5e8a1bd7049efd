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
 * What the command was told.
 *
 * @param choice which cases
 * @param real whether real Litestream restores the same files
 * @param jobs cases at a time
 * @param files what is read and written
 */
record Options(long seed, Choice choice, boolean real, int jobs, Files files) {
    /**
     * Which cases are run.
     *
     * @param cases how many at least; of a sample, exactly
     * @param sample whether a part of the cases stands for all, some of each class
     * @param only what the names of the cases contain
     * @param kinds which classes of damage
     */
    record Choice(int cases, boolean sample, String only, Set<Kind> kinds) {
        Choice {
            kinds = Set.copyOf(kinds);
        }

        /** Whether somebody asks for certain cases. */
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
     * @param remember where what real Litestream did is kept from run to run
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
              --no-litestream  do not ask real Litestream; what --remember knows is shown all the same
              --jobs N         cases at a time (default 1)
              --remember FILE  keep there what real Litestream did, and do not ask it again for the same files
              --out FILE       write the page there, such as docs/damage.md; without it, to the terminal
            exit code: 0, or 1 when anything went unseen, or 2 for wrong usage
            """;

    /** Returns how many cases have one that is also drilled incrementally, which takes six drills more. */
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
     * Reads arguments.
     *
     * @throws IllegalArgumentException for one that is not known
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
