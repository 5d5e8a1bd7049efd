package io.litedrill.cli;

import io.litedrill.app.CommandAudit;
import io.litedrill.app.DryRun;
import io.litedrill.app.NothingToRestore;
import io.litedrill.app.NotificationDrain;
import io.litedrill.app.Operations;
import io.litedrill.app.ReplicaTarget;
import io.litedrill.app.RestorePlanning;
import io.litedrill.app.SizeAnswer;
import io.litedrill.app.Target;
import io.litedrill.app.UsageException;
import io.litedrill.app.Wording;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.recover.ExpectedSize;
import io.litedrill.recover.RestoreOrder;
import io.litedrill.recover.RestoreOrder.Permissions;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.Point;
import io.litedrill.schedule.RunIds;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Implements {@code litedrill restore}. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Restore a database to a file, or in place.",
        description =
                "Restores a database to a new file, or to its live path. The result gets its name only after it was"
                        + " tested. Existing files are never overwritten: a restore in place moves the old database"
                        + " aside.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:restored (or, with --dry-run, could be)",
            " 2:failed; the database did not change",
            " 3:the replica could not be read, or the result could not be tested; the database did not change",
            " 4:refused; the database did not change",
            " 5:restored, but a command after it failed, a file could not be deleted, or the "
                    + "result is malformed (--accept-malformed)"
        },
        footer = {
            "",
            "  litedrill restore app -o app.db",
            "  litedrill restore app --in-place --dry-run",
            "  litedrill restore app --timestamp 2026-11-01T12:00:00Z -o app.db --dry-run",
            "  litedrill restore app --timestamp '15m ago' -o app.db",
            "  litedrill restore 's3://backups/app?endpoint=http://127.0.0.1:9000' -o app.db"
        })
final class RestoreCommand extends TargetCommand {
    static final String ONLY_IN_PLACE = "--force, --no-backup, --new-replica and --yes";

    @Parameters(paramLabel = "TARGET", description = "The database.")
    private String target = "";

    @ArgGroup(exclusive = true)
    private Where where = new Where();

    /** Selects the destination: a new file, or the live path. */
    static final class Where {
        @Option(
                names = {"-o", "--output"},
                required = true,
                paramLabel = "FILE",
                description = "The new file. It must not exist; its folder must exist.")
        private Optional<Path> output = Optional.empty();

        @ArgGroup(exclusive = false, heading = "%nIn place of the live database:%n")
        private InPlaceOptions inPlace = new InPlaceOptions();
    }

    @ArgGroup(heading = "%nThe state to restore (default: the newest):%n")
    private PointOptions point = new PointOptions();

    @Mixin
    private ReplicaOption replica = new ReplicaOption();

    @Mixin
    private LitestreamOptions litestream = new LitestreamOptions();

    @Option(
            names = "--fallback",
            description =
                    "If that state cannot be restored, restore the newest earlier one that can, and report the loss.")
    private boolean fallback;

    @Option(
            names = "--accept-smaller",
            description = "Accept a result with fewer than half of the rows of the last passed drill, or of the live"
                    + " database. Refused by default.")
    private boolean acceptSmaller;

    @Option(
            names = "--skip-assertions",
            description =
                    "Skip your own tests (verify: tables, assertions), which an old state may fail. SQLite's checks"
                            + " still run.")
    private boolean skipAssertions;

    @Option(
            names = "--accept-malformed",
            description =
                    "If no sound state is left, or if a point is given: write the malformed database to FILE, for a"
                            + " recovery with sqlite3 .recover. Exit code 5. Not allowed with --in-place.")
    private boolean acceptMalformed;

    @Option(names = "--dry-run", description = "Only show what would be read. Writes nothing.")
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
        Point wanted = point.point(session().clock());
        litestream.report(terminal());
        if (where.inPlace.isAsked() || where.output.isEmpty()) {
            litestream.requireFile(Wording.quoted(chosen.typed()));
        }
        if (where.inPlace.isAsked()) {
            return inPlace(chosen, wanted, where.inPlace);
        }
        Path output = where.output.orElseThrow(() -> new UsageException(
                "restore: where to? --output FILE (a new file), or --in-place (over the live path)"));
        Path file = session().runtime().folder().resolve(output).normalize();
        Optional<RestoreReport> notNeeded = notNeeded(chosen, wanted, file);
        if (notNeeded.isPresent()) {
            print(notNeeded.get());
            return ExitCodes.OK;
        }
        return dryRun ? plan(chosen, wanted, file) : restore(chosen, wanted, file);
    }

    /** Returns the report when the options of Litestream ask for no restore. */
    private Optional<RestoreReport> notNeeded(Target chosen, Point wanted, Path file) throws UsageException {
        NothingToRestore nothing = new NothingToRestore(chosen, wanted, file);
        if (litestream.ifDatabaseNotExists() && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(nothing.exists(replica.choice()));
        }
        return litestream.ifReplicaExists() ? nothing.withoutBackup() : Optional.empty();
    }

    private int inPlace(Target chosen, Point wanted, InPlaceOptions options) throws UsageException {
        if (acceptMalformed) {
            throw new UsageException("--accept-malformed: only with -o FILE, never over the live path");
        }
        Path live = chosen.database()
                .live()
                .orElseThrow(() -> new UsageException("--in-place: " + chosen.typed()
                        + " has no live path. Name a database of the configuration that has one"
                        + " (path), or restore with -o FILE"));
        InPlaceCommand.Answering answering = new InPlaceCommand.Answering(options.yes(), json(), verbose());
        InPlaceCommand.Wish wish = new InPlaceCommand.Wish(wanted, live, options.allowed(permissions()), answering);
        InPlaceCommand restore = new InPlaceCommand(session(), chosen, wish);
        RestorePlanning planning = RestorePlanning.of(chosen, replica.choice(), wanted);
        return dryRun ? restore.dryRun(planning) : restore.restore(planning);
    }

    private Permissions permissions() {
        return new Permissions(fallback, acceptSmaller, skipAssertions, acceptMalformed);
    }

    private int restore(Target chosen, Point wanted, Path file) throws UsageException {
        ReplicaTarget from = replica.choice().replicaProducing(chosen, wanted);
        String runId = new RunIds(session().clock()).next();
        foretell(chosen, from, wanted);
        RestoreReport report;
        try (Progress progress = new Progress(terminal(), "restoring " + from.id())) {
            report = new Operations(chosen.wiring())
                    .restore(from, runId, new RestoreOrder.Target(wanted, file), permissions(), progress)
                    .from(CommandAudit.origin(false));
        }
        chosen.wiring().past().keep(report);
        chosen.wiring().notifier().restores().accept(report);
        print(report);
        NotificationDrain.endSoon(List.of(chosen));
        return ExitCodes.of(report);
    }

    /**
     * Prints the size predicted from the drills. No plan exists yet, so the newest state is assumed to have the current
     * time.
     */
    private void foretell(Target chosen, ReplicaTarget from, Point wanted) {
        if (wanted instanceof Point.Newest && !acceptSmaller && from instanceof ReplicaTarget.Visible visible) {
            Optional<ExpectedSize> size =
                    chosen.sizes().toFile(visible.watched(), session().clock().instant());
            new SizeText(terminal().onStderr()).print(size);
        }
    }

    private void print(RestoreReport report) {
        if (json()) {
            terminal().out().println(JsonObject.pretty(List.of(ResultJson.restore(report))));
        } else if (report.ending().outcome() == RestoreReport.Outcome.NOT_NEEDED) {
            terminal().line(report.ending().reason());
        } else {
            new RestoreText(terminal()).print(report);
        }
    }

    private int plan(Target chosen, Point wanted, Path file) throws UsageException {
        DryRun dry = new DryRun(file, session().clock());
        Optional<String> obstacle = dry.obstacle();
        return obstacle.isPresent()
                ? refuse(dry, replica.choice().first(chosen), wanted, obstacle.get())
                : plan(dry, RestorePlanning.of(chosen, replica.choice(), wanted));
    }

    private int refuse(DryRun dry, ReplicaTarget from, Point wanted, String obstacle) {
        if (json()) {
            terminal().out().println(JsonObject.pretty(List.of(dry.refused(from.id(), wanted, obstacle))));
        } else {
            terminal().line(obstacle);
            terminal().line("dry run: nothing was written");
        }
        return ExitCodes.REFUSED;
    }

    private int plan(DryRun dry, RestorePlanning planning) {
        Optional<ExpectedSize> size = DryRun.size(planning, permissions());
        boolean begins = planning.ending(fallback).isEmpty();
        boolean refused = SizeAnswer.refusal(size, UnaryOperator.identity()).isPresent();
        if (json()) {
            terminal()
                    .out()
                    .println(JsonObject.pretty(
                            List.of(dry.planned(planning, fallback, size, UnaryOperator.identity()))));
        } else {
            new PlanText(terminal(), verbose()).print(planning);
            new SizeText(terminal()).print(size);
            terminal().line(begins && !refused ? planning.dryRun() : "dry run: nothing was written");
        }
        if (!begins) {
            return ExitCodes.of(planning.outcome());
        }
        return refused ? ExitCodes.REFUSED : ExitCodes.OK;
    }
}
