package io.litedrill.cli;

import io.litedrill.app.CommandAudit;
import io.litedrill.app.InPlaceRun;
import io.litedrill.app.NotificationDrain;
import io.litedrill.app.RestorePlanning;
import io.litedrill.app.RestorePreview;
import io.litedrill.app.SizeAnswer;
import io.litedrill.app.Target;
import io.litedrill.app.Wording;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.recover.ExpectedSize;
import io.litedrill.recover.InPlaceOrder.Allowed;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreReport.Ending;
import io.litedrill.recover.RestoreReport.Outcome;
import io.litedrill.replica.Point;
import io.litedrill.schedule.RunIds;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Implements {@code litedrill restore --in-place}: prints the plan, asks for confirmation, and restores. */
final class InPlaceCommand {
    private static final String NOTHING = "dry run: nothing was written";
    private static final Set<String> YES = Set.of("y", "yes");

    private final Session session;
    private final Target target;
    private final Wish wish;
    private final InPlaceRun live;

    /**
     * Holds how the command communicates.
     *
     * @param yes whether {@code --yes} was given, which skips the confirmation
     * @param json whether the result is printed as JSON
     * @param verbose whether the files to read are listed
     */
    record Answering(boolean yes, boolean json, boolean verbose) {}

    /**
     * Holds the request.
     *
     * @param live the live path of the target
     */
    record Wish(Point point, Path live, Allowed allowed, Answering answering) {
        private boolean json() {
            return answering.json();
        }

        private boolean verbose() {
            return answering.verbose();
        }

        /** Returns the request as text for the audit log. */
        private String asText() {
            return Stream.of(
                            Optional.of(Wording.state(point)),
                            option("--force", allowed.force()),
                            option("--no-backup", allowed.dropOld()),
                            option("--new-replica", allowed.newReplica()),
                            option("--fallback", allowed.restore().fallback()),
                            option("--accept-smaller", allowed.restore().acceptSmaller()),
                            option("--skip-assertions", allowed.restore().skipAssertions()))
                    .flatMap(Optional::stream)
                    .collect(Collectors.joining(" "));
        }

        private static Optional<String> option(String name, boolean given) {
            return given ? Optional.of(name) : Optional.empty();
        }
    }

    InPlaceCommand(Session session, Target target, Wish wish) {
        this.session = session;
        this.target = target;
        this.wish = wish;
        this.live = new InPlaceRun(target, new InPlaceRun.Wish(wish.point(), wish.live(), wish.allowed()));
    }

    /**
     * Runs the steps of a restore that precede reading the backup. The exit code is that of the restore, as far as it
     * can be predicted.
     */
    int dryRun(RestorePlanning planning) {
        RestorePreview outlook = live.outlook(planning);
        Optional<ExpectedSize> size = live.size(outlook);
        Optional<Ending> ending = outlook.endingNow(wish.allowed().restore().fallback())
                .or(() -> SizeAnswer.refusal(size, UnaryOperator.identity()));
        if (wish.json()) {
            session.terminal()
                    .out()
                    .println(JsonObject.pretty(List.of(outlook.json(
                            session.clock().instant(),
                            wish.allowed().restore().fallback(),
                            size,
                            UnaryOperator.identity()))));
        } else {
            new InPlaceText(session.terminal(), wish.verbose()).only(outlook);
            new SizeText(session.terminal()).print(size);
            session.terminal().line(ending.isEmpty() ? planning.dryRun() : NOTHING);
        }
        return ending.map(Ending::outcome).map(ExitCodes::of).orElse(ExitCodes.OK);
    }

    /** Restores, after confirmation at the terminal. */
    int restore(RestorePlanning planning) {
        RestorePreview outlook = live.outlook(planning);
        Terminal shown = wish.json() ? session.terminal().onStderr() : session.terminal();
        new InPlaceText(shown, wish.verbose()).begin(outlook);
        new SizeText(shown).print(live.size(outlook));
        Optional<Ending> ending =
                outlook.ending(wish.allowed().restore().fallback()).or(this::unconfirmed);
        String runId = new RunIds(session.clock()).next();
        CommandAudit audit = CommandAudit.of(target, "restore --in-place " + wish.asText());
        if (ending.isEmpty()) {
            audit.begun(runId);
        }
        RestoreReport report = ending.map(end -> live.ended(planning, runId, end))
                .orElseGet(() -> run(outlook, runId))
                .from(CommandAudit.origin(true));
        target.wiring().past().keep(report);
        target.wiring().notifier().restores().accept(report);
        audit.ended(report);
        if (wish.json()) {
            session.terminal().out().println(JsonObject.pretty(List.of(ResultJson.restore(report))));
        } else {
            boolean said = outlook.survey().refusal().isEmpty()
                    && planning.ending(wish.allowed().restore().fallback()).isPresent();
            RestoreText text = new RestoreText(session.terminal());
            if (ending.isPresent() && said) {
                text.printWithoutReason(report);
            } else {
                text.print(report);
            }
        }
        NotificationDrain.endSoon(List.of(target));
        return ExitCodes.of(report);
    }

    private RestoreReport run(RestorePreview outlook, String runId) {
        try (Progress progress = new Progress(
                session.terminal(), "restoring " + outlook.planning().look().id())) {
            return live.run(outlook, runId, progress);
        }
    }

    /** Asks for confirmation. Returns why the restore is not started; empty once it was confirmed. */
    private Optional<Ending> unconfirmed() {
        if (wish.answering().yes()) {
            return Optional.empty();
        }
        String name = target.database().name();
        if (session.asker().isEmpty()) {
            return Optional.of(
                    new Ending(Outcome.REFUSED, "no terminal to confirm on; use --yes to skip confirmation"));
        }
        String answer = session.asker()
                .get()
                .apply("Replace " + wish.live() + "? Type y or " + name + " to go on: ")
                .strip();
        boolean agreed = answer.equals(name) || YES.contains(answer.toLowerCase(Locale.ROOT));
        return agreed ? Optional.empty() : Optional.of(new Ending(Outcome.REFUSED, "it was not confirmed"));
    }
}
