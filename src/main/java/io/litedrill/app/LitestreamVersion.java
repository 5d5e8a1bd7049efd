package io.litedrill.app;

import io.litedrill.app.Diagnosis.Area;
import io.litedrill.check.CommandVerb;
import io.litedrill.check.Hint;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Verdict;
import io.litedrill.hook.CommandRunner;
import io.litedrill.hook.HookCommand;
import io.litedrill.hook.HookOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A released version of Litestream, and what is known of it.
 *
 * @param major 0 or more
 * @param minor 0 or more
 * @param patch 0 or more
 */
record LitestreamVersion(int major, int minor, int patch) implements Comparable<LitestreamVersion> {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Pattern TEXT = Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})");
    /** The first release of the LTX layout. */
    private static final LitestreamVersion LTX = new LitestreamVersion(0, 5, 0);
    /** The first release whose SQLite (3.53.0) is not older than 3.51.3; 0.5.16 still has 3.51.2. */
    private static final LitestreamVersion WITHOUT_WAL_RESET_BUG = new LitestreamVersion(0, 5, 17);

    private static final Hint UPGRADE = Hint.text("upgrade Litestream to " + WITHOUT_WAL_RESET_BUG
                    + " or newer, and drill the databases afterwards: ")
            .then(Hint.Command.of(CommandVerb.DRILL));

    /**
     * The known facts about a version.
     *
     * @param next the next step; empty if there is none
     */
    record Known(Verdict verdict, String what, Hint next) {}

    /** Reads the output of {@code litestream version}; empty for a build without a version. */
    static Optional<LitestreamVersion> parse(String output) {
        Matcher matcher = TEXT.matcher(output.strip());
        return matcher.matches()
                ? Optional.of(new LitestreamVersion(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    /** Runs a program that belongs to this user or to root, and returns its version. */
    static Optional<LitestreamVersion> of(Path program) {
        HookOutcome outcome =
                new CommandRunner().run(new HookCommand(List.of(program.toString(), "version"), Map.of(), LIMIT));
        return outcome instanceof HookOutcome.Succeeded succeeded ? parse(succeeded.output()) : Optional.empty();
    }

    /**
     * Returns what is known of the version of a program that belongs to this user or to root.
     *
     * @param id the replica that it writes; empty for a program that only is installed
     */
    static Diagnosis diagnosis(Optional<ReplicaId> id, Path program) {
        return diagnosis(id, program, program);
    }

    /**
     * Returns what is known of the version of a program.
     *
     * @param shown the path for messages
     * @param real the path to run, which belongs to this user or to root
     */
    static Diagnosis diagnosis(Optional<ReplicaId> id, Path shown, Path real) {
        return of(real).map(version -> {
                    Known known = version.known();
                    String text = shown + ": Litestream " + version + ": " + known.what();
                    return new Diagnosis(id, Area.LITESTREAM, known.verdict(), text, known.next());
                })
                .orElseGet(() -> Diagnosis.ok(id, Area.LITESTREAM, shown + ": a build without a version number"));
    }

    Known known() {
        if (compareTo(WITHOUT_WAL_RESET_BUG) >= 0) {
            return new Known(Verdict.OK, "no known bug that loses data", Hint.none());
        }
        String bug = "its SQLite is older than 3.51.3 and has the WAL-reset bug (sqlite.org/wal.html#walresetbug): if"
                + " Litestream checkpoints while the application writes, committed pages can be lost and the"
                + " database corrupted";
        return compareTo(LTX) < 0
                ? new Known(
                        Verdict.WARNING,
                        bug + ". No release of 0.3 has a newer SQLite",
                        UPGRADE.then(". 0.5 starts a new backup; the old one stays readable"))
                : new Known(Verdict.WARNING, bug, UPGRADE);
    }

    @Override
    public int compareTo(LitestreamVersion other) {
        int byMajor = Integer.compare(major, other.major);
        int byMinor = byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
        return byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
