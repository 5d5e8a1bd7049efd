package io.litedrill.cli;

import io.litedrill.app.CommandAudit;
import io.litedrill.app.NothingToRestore;
import io.litedrill.app.NotificationDrain;
import io.litedrill.app.ReplicaTarget;
import io.litedrill.app.RestorePlanning;
import io.litedrill.app.RestorePreview;
import io.litedrill.app.RestoreToFile;
import io.litedrill.app.Target;
import io.litedrill.app.UsageException;
import io.litedrill.app.Wording;
import io.litedrill.check.Hint;
import io.litedrill.check.HintStyle;
import io.litedrill.json.ResultJson;
import io.litedrill.recover.ExpectedSize;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.Permission;
import io.litedrill.recover.Permissions;
import io.litedrill.recover.RestoreOutcome.Refusal;
import io.litedrill.recover.RestoreOutcome.Unwritten;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreRequest;
import io.litedrill.replica.Point;
import io.litedrill.schedule.RunIds;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
final class RestoreCommand extends DatabaseCommand {
    static final List<String> ONLY_IN_PLACE = List.of("--force", "--no-backup", "--new-replica", "--yes");

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

    @Option(
            names = "--proved-copy",
            description =
                    "If the store cannot be read: write the state that an incremental drill keeps on this machine."
                            + " Newer changes are missing. Not allowed with --in-place.")
    private boolean provedCopy;

    @Option(names = "--dry-run", description = "Only show what would be read. Writes nothing.")
    private boolean dryRun;

    RestoreCommand(Session session) {
        super(session);
    }

    @Override
    boolean changes() {
        return where.inPlace.isAsked() && !dryRun;
    }

    @Override
    int run(Target chosen) throws UsageException {
        Point wanted = point.point(session().clock());
        litestream.report(terminal());
        if (where.inPlace.isAsked() || where.output.isEmpty()) {
            litestream.requireFile(chosen);
        }
        if (where.inPlace.isAsked()) {
            return inPlace(chosen, wanted);
        }
        Path output = where.output.orElseThrow(() -> new UsageException(
                "restore: where to? --output FILE (a new file), or --in-place (over the live path)"));
        Path file = session().runtime().folder().resolve(output).normalize();
        RestoreRequest request = request(wanted, new RestoreRequest.NewFile(file));
        Optional<RestoreReport> notNeeded = notNeeded(chosen, request);
        if (notNeeded.isPresent()) {
            print(notNeeded.get());
            return ExitCodes.OK;
        }
        RestoreToFile restore = new RestoreToFile(chosen.wiring(), request);
        return dryRun ? plan(chosen, request, restore) : restore(chosen, request, restore);
    }

    /** Returns the report when the options of Litestream ask for no restore. */
    private Optional<RestoreReport> notNeeded(Target chosen, RestoreRequest request) throws UsageException {
        NothingToRestore nothing = new NothingToRestore(chosen, request);
        if (litestream.ifDatabaseNotExists() && Files.exists(request.output(), LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(nothing.exists(choice()));
        }
        return litestream.ifReplicaExists() ? nothing.withoutBackup() : Optional.empty();
    }

    private int inPlace(Target chosen, Point wanted) throws UsageException {
        if (acceptMalformed) {
            throw new UsageException("--accept-malformed: only with -o FILE, never over the live path");
        }
        if (provedCopy) {
            throw new UsageException("--proved-copy: only with -o FILE. Compare the file with what is left of the"
                    + " database, then give it the live path");
        }
        Path live = chosen.database()
                .live()
                .orElseThrow(() -> new UsageException("--in-place: " + chosen.typed()
                        + " has no live path. Name a database of the configuration that has one"
                        + " (path), or restore with -o FILE"));
        RestoreRequest request = request(wanted, new RestoreRequest.LivePath());
        InPlaceCommand.Output output = new InPlaceCommand.Output(json(), verbose());
        InPlaceCommand restore = new InPlaceCommand(session(), chosen, request, live, output);
        RestorePlanning planning = RestorePlanning.of(chosen, choice(), wanted);
        return dryRun ? restore.dryRun(planning) : restore.restore(planning);
    }

    private RestoreRequest request(Point wanted, RestoreRequest.Destination destination) {
        List<Permission> given = Stream.concat(
                        where.inPlace.permissions(),
                        Stream.of(
                                        option(fallback, Permission.FALLBACK),
                                        option(acceptSmaller, Permission.ACCEPT_SMALLER),
                                        option(skipAssertions, Permission.SKIP_ASSERTIONS),
                                        option(acceptMalformed, Permission.ACCEPT_MALFORMED),
                                        option(provedCopy, Permission.PROVED_COPY))
                                .flatMap(Optional::stream))
                .toList();
        String what = Stream.concat(
                        Stream.of("restore --in-place " + Wording.state(wanted)),
                        given.stream().filter(each -> each != Permission.YES).map(Permission::option))
                .collect(Collectors.joining(" "));
        String runId = new RunIds(session().clock()).next();
        return new RestoreRequest(runId, wanted, destination, Permissions.of(given), CommandAudit.user(what));
    }

    private static Optional<Permission> option(boolean given, Permission permission) {
        return given ? Optional.of(permission) : Optional.empty();
    }

    private int restore(Target chosen, RestoreRequest request, RestoreToFile restore) throws UsageException {
        ReplicaTarget from = choice().replicaProducing(chosen, request.point());
        foretell(chosen, from, request);
        RestoreReport report;
        try (Progress progress = new Progress(terminal(), "restoring " + from.id())) {
            report = restore.run(from, progress).from(request.origin());
        }
        chosen.wiring().past().keep(report);
        chosen.wiring().notifier().restores().accept(report);
        print(report);
        NotificationDrain.endSoon(List.of(chosen));
        return ExitCodes.of(report);
    }

    /**
     * Prints the size predicted from the drills. No plan exists yet, so the newest state is assumed to have the
     * current time.
     */
    private void foretell(Target chosen, ReplicaTarget from, RestoreRequest request) {
        if (!request.acceptsSmaller() && from instanceof ReplicaTarget.Visible visible) {
            Optional<ExpectedSize> size =
                    chosen.sizes().toFile(visible.watched(), session().clock().instant());
            new SizeText(terminal().onStderr()).print(size);
        }
    }

    private void print(RestoreReport report) {
        if (json()) {
            printJson(Stream.of(ResultJson.restore(report)));
        } else if (report.word() == OutcomeWord.NOT_NEEDED) {
            terminal().line(report.outcome().reason());
        } else {
            new RestoreText(terminal()).print(report);
        }
    }

    private int plan(Target chosen, RestoreRequest request, RestoreToFile restore) throws UsageException {
        Optional<Refusal> obstacle = restore.obstacle();
        return obstacle.isPresent()
                ? refuse(restore, choice().first(chosen), obstacle.get())
                : plan(restore.preview(RestorePlanning.of(chosen, choice(), request.point())));
    }

    private int refuse(RestoreToFile restore, ReplicaTarget from, Refusal obstacle) {
        if (json()) {
            printJson(Stream.of(restore.refused(from, obstacle)));
        } else {
            terminal().line(obstacle.reason());
            terminal().line("dry run: nothing was written");
        }
        return ExitCodes.of(obstacle);
    }

    private int plan(RestorePreview preview) {
        Optional<Unwritten> expected = preview.expected();
        if (json()) {
            printJson(Stream.of(preview.json(session().clock(), HintStyle.PLAIN)));
        } else {
            new PlanText(terminal(), verbose()).print(preview.planning());
            new SizeText(terminal()).print(preview.size());
            terminal()
                    .line(expected.isEmpty() ? preview.planning().dryRun() : Hint.text("dry run: nothing was written"));
        }
        return expected.map(ExitCodes::of).orElse(ExitCodes.OK);
    }
}
