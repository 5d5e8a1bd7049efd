package io.litedrill.cli;

import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.recover.ExpectedSize;
import io.litedrill.recover.RestoreOrder;
import io.litedrill.recover.RestoreOrder.Permissions;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.Point;
import io.litedrill.schedule.RunIds;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code litedrill restore}. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Restores a database to a new file, or over its live path. What comes out gets its name only when it has been tested; "
                        + "nothing that exists is ever overwritten: what a restore in place replaces moves aside.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:restored (or, with --dry-run, could be)",
            " 2:failed; the database did not change",
            " 3:could not look, or could not test what came out; the database did not change",
            " 4:refused; the database did not change",
            " 5:restored, but what runs after it failed, something could not be deleted, or it is malformed"
                    + " (--accept-malformed)"
        },
        footer = {
            "",
            "  litedrill restore app -o app.db",
            "  litedrill restore app --in-place --dry-run",
            "  litedrill restore app --timestamp 2026-11-01T12:00:00Z -o app.db --dry-run",
            "  litedrill restore 's3://backups/app?endpoint=http://127.0.0.1:9000' -o app.db"
        })
final class RestoreCommand extends TargetCommand {
    static final String ONLY_IN_PLACE = "--force, --no-backup, --new-replica and --yes";

    @Parameters(paramLabel = "TARGET", description = "The database.")
    private String target = "";

    @ArgGroup(exclusive = true)
    private Where where = new Where();

    /** Where to: a new file, or the live path. */
    static final class Where {
        @Option(
                names = {"-o", "--output"},
                required = true,
                paramLabel = "FILE",
                description = "The new file. It must not exist, and its folder must.")
        private Optional<Path> output = Optional.empty();

        @ArgGroup(exclusive = false, heading = "%nOver the live path:%n")
        private InPlaceOptions inPlace = new InPlaceOptions();
    }

    @ArgGroup(heading = "%nThe state to restore (default: the newest):%n")
    private PointOptions point = new PointOptions();

    @Mixin
    private ReplicaOption replica = new ReplicaOption();

    @Option(
            names = "--fallback",
            description =
                    "Where that state does not restore, take the newest one before it that does, and say what is lost.")
    private boolean fallback;

    @Option(
            names = "--accept-smaller",
            description =
                    "Take a result with fewer than half of the rows of the last good drill, or of the live database. It is refused without.")
    private boolean acceptSmaller;

    @Option(
            names = "--skip-assertions",
            description =
                    "Leave out your own tests (verify: tables, assertions), which a state of long ago may fail. SQLite's stay.")
    private boolean skipAssertions;

    @Option(
            names = "--accept-malformed",
            description =
                    "Where no sound state is left, or where the point is named: write the malformed database to FILE, for a recovery with sqlite3 .recover. "
                            + "Exit code 5. Never over the live path.")
    private boolean acceptMalformed;

    @Option(names = "--dry-run", description = "Only say what would be read. Writes nothing.")
    private boolean dryRun;

    RestoreCommand(Session session) {
        super(session);
    }

    @Override
    List<String> typed() {
        return List.of(target);
    }

    @Override
    boolean changes() {
        return where.inPlace.isAsked() && !dryRun;
    }

    @Override
    int run(List<Target> targets) throws UsageException {
        Target chosen = targets.get(0);
        Point wanted = point.point();
        if (where.inPlace.isAsked()) {
            return inPlace(chosen, wanted, where.inPlace);
        }
        Path output = where.output.orElseThrow(() -> new UsageException(
                "restore: where to? --output FILE (a new file), or --in-place (over the live path)"));
        Path file = session().environment().folder().resolve(output).normalize();
        return dryRun ? plan(chosen, wanted, file) : restore(chosen, wanted, file);
    }

    private int inPlace(Target chosen, Point wanted, InPlaceOptions options) throws UsageException {
        if (acceptMalformed) {
            throw new UsageException("--accept-malformed: only with -o FILE, never over the live path");
        }
        Path live = chosen.database()
                .live()
                .orElseThrow(
                        () -> new UsageException(
                                "--in-place: " + chosen.typed()
                                        + " has no live path. Name a database of the configuration that has one (path), or restore with -o FILE"));
        InPlaceRestore.Wish wish =
                new InPlaceRestore.Wish(wanted, live, options.allowed(permissions()), options.yes(), json());
        InPlaceRestore restore = new InPlaceRestore(session(), chosen, wish);
        Planning planning = Planning.of(chosen, replica, wanted);
        return dryRun ? restore.dryRun(planning) : restore.restore(planning);
    }

    private Permissions permissions() {
        return new Permissions(fallback, acceptSmaller, skipAssertions, acceptMalformed);
    }

    private int restore(Target chosen, Point wanted, Path file) throws UsageException {
        WatchedReplica from = replica.replicaProducing(chosen, wanted);
        String runId = new RunIds(session().clock()).next();
        foretell(chosen, from, wanted);
        RestoreReport report;
        try (Progress progress = new Progress(terminal(), "restoring " + from.id())) {
            report = new Runs(chosen.wiring())
                    .restore(from, runId, new RestoreOrder.Target(wanted, file), permissions(), progress);
        }
        chosen.wiring().past().keep(report);
        chosen.wiring().notifier().restores().accept(report);
        print(report);
        Telling.endSoon(List.of(chosen));
        return ExitCodes.of(report);
    }

    /** The newest state is of now, as far as the drills tell: there is no plan yet. */
    private void foretell(Target chosen, WatchedReplica from, Point wanted) {
        if (wanted instanceof Point.Newest && !acceptSmaller && from instanceof WatchedReplica.Visible visible) {
            Optional<ExpectedSize> size =
                    chosen.sizes().toFile(visible.watched(), session().clock().instant());
            new SizeText(terminal().onStderr()).print(size);
        }
    }

    private void print(RestoreReport report) {
        if (json()) {
            terminal().out().println(JsonObject.pretty(List.of(ResultJson.restore(report))));
        } else {
            new RestoreText(terminal()).print(report);
        }
    }

    private int plan(Target chosen, Point wanted, Path file) throws UsageException {
        DryRun dry = new DryRun(file, session().clock());
        Optional<String> obstacle = dry.obstacle();
        return obstacle.isPresent()
                ? refuse(dry, replica.first(chosen), wanted, obstacle.get())
                : plan(dry, Planning.of(chosen, replica, wanted));
    }

    private int refuse(DryRun dry, WatchedReplica from, Point wanted, String obstacle) {
        if (json()) {
            terminal().out().println(JsonObject.pretty(List.of(dry.refused(from.id(), wanted, obstacle))));
        } else {
            terminal().line(obstacle);
            terminal().line("dry run: nothing was written");
        }
        return ExitCodes.REFUSED;
    }

    private int plan(DryRun dry, Planning planning) {
        Optional<ExpectedSize> size = DryRun.size(planning, permissions());
        boolean begins = planning.ending(fallback).isEmpty();
        boolean refused = SizeText.refusal(size, UnaryOperator.identity()).isPresent();
        if (json()) {
            terminal()
                    .out()
                    .println(JsonObject.pretty(
                            List.of(dry.planned(planning, fallback, size, UnaryOperator.identity()))));
        } else {
            new PlanText(terminal()).print(planning);
            new SizeText(terminal()).print(size);
            terminal().line(begins && !refused ? planning.dryRun() : "dry run: nothing was written");
        }
        if (!begins) {
            return planning.exitCode();
        }
        return refused ? ExitCodes.REFUSED : ExitCodes.OK;
    }
}
