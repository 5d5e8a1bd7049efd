package io.litedrill.cli;

import io.litedrill.app.CommandAudit;
import io.litedrill.app.NotificationDrain;
import io.litedrill.app.RestoreInPlace;
import io.litedrill.app.RestorePlanning;
import io.litedrill.app.RestorePreview;
import io.litedrill.app.Target;
import io.litedrill.check.Hint;
import io.litedrill.check.HintStyle;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.Permission;
import io.litedrill.recover.RestoreOutcome.Refusal;
import io.litedrill.recover.RestoreOutcome.Unwritten;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Implements {@code litedrill restore --in-place}: prints the plan, asks for confirmation, and restores. */
final class InPlaceCommand {
    private static final String NOTHING = "dry run: nothing was written";
    private static final Set<String> YES = Set.of("y", "yes");

    private final Session session;
    private final Target target;
    private final RestoreRequest request;
    private final Output output;
    private final RestoreInPlace live;

    /**
     * Holds how the command prints.
     *
     * @param json whether the result is printed as JSON
     * @param verbose whether the files to read are listed
     */
    record Output(boolean json, boolean verbose) {}

    /**
     * Prepares the command.
     *
     * @param path the live path of the target
     */
    InPlaceCommand(Session session, Target target, RestoreRequest request, Path path, Output output) {
        this.session = session;
        this.target = target;
        this.request = request;
        this.output = output;
        this.live = new RestoreInPlace(target, request, path);
    }

    /**
     * Runs the steps of a restore that precede reading the backup. The exit code is that of the restore, as far as it
     * can be predicted.
     */
    int dryRun(RestorePlanning planning) {
        RestorePreview preview = live.sized(live.preview(planning));
        Optional<Unwritten> expected = preview.expected();
        if (output.json()) {
            session.terminal()
                    .out()
                    .println(JsonObject.pretty(List.of(preview.json(session.clock(), HintStyle.PLAIN))));
        } else {
            new InPlaceText(session.terminal(), output.verbose()).only(preview);
            new SizeText(session.terminal()).print(preview.size());
            session.terminal().line(expected.isEmpty() ? planning.dryRun() : Hint.text(NOTHING));
        }
        return expected.map(ExitCodes::of).orElse(ExitCodes.OK);
    }

    /** Restores, after confirmation at the terminal. */
    int restore(RestorePlanning planning) {
        RestorePreview preview = live.sized(live.preview(planning));
        show(preview);
        Optional<Unwritten> ending = preview.ending().or(() -> unconfirmed(preview));
        CommandAudit audit = CommandAudit.of(target, request.by());
        if (ending.isEmpty()) {
            audit.begun(request.runId());
        }
        RestoreReport report = ending.map(end -> preview.ended(end, session.clock()))
                .orElseGet(() -> run(preview))
                .from(request.origin());
        target.wiring().past().keep(report);
        target.wiring().notifier().restores().accept(report);
        audit.ended(report);
        print(preview, report);
        NotificationDrain.endSoon(List.of(target));
        return ExitCodes.of(report);
    }

    private void show(RestorePreview preview) {
        Terminal shown = output.json() ? session.terminal().onStderr() : session.terminal();
        new InPlaceText(shown, output.verbose()).begin(preview);
        new SizeText(shown).print(preview.size());
    }

    /** Prints the report, without a reason that was printed with the plan. */
    private void print(RestorePreview preview, RestoreReport report) {
        if (output.json()) {
            session.terminal().out().println(JsonObject.pretty(List.of(ResultJson.restore(report))));
            return;
        }
        boolean said = preview.survey().refusal().isEmpty()
                && preview.planning()
                        .ending(request.permits(Permission.FALLBACK))
                        .isPresent();
        RestoreText text = new RestoreText(session.terminal());
        if (said && preview.ending().isPresent()) {
            text.printWithoutReason(report);
        } else if (report.word() == OutcomeWord.REFUSED) {
            text.printAfterPreview(report);
        } else {
            text.print(report);
        }
    }

    private RestoreReport run(RestorePreview preview) {
        try (Progress progress = new Progress(
                session.terminal(), "restoring " + preview.planning().look().id())) {
            return live.run(preview, progress);
        }
    }

    /** Asks for confirmation. Returns why the restore is not started; empty once it was confirmed. */
    private Optional<Unwritten> unconfirmed(RestorePreview preview) {
        if (request.permits(Permission.YES)) {
            return Optional.empty();
        }
        String name = target.database().name();
        if (session.asker().isEmpty()) {
            return Optional.of(Refusal.unless(Permission.YES, "no terminal to confirm on; use ")
                    .and(" to skip confirmation"));
        }
        String answer = session.asker()
                .get()
                .apply("Replace " + preview.output() + "? Type y or " + name + " to go on: ")
                .strip();
        boolean agreed = answer.equals(name) || YES.contains(answer.toLowerCase(Locale.ROOT));
        return agreed ? Optional.empty() : Optional.of(Refusal.of("it was not confirmed"));
    }
}
