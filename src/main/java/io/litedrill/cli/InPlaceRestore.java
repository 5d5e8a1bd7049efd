package io.litedrill.cli;

import io.litedrill.check.ReplicaId;
import io.litedrill.drill.Room;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.recover.InPlaceOrder;
import io.litedrill.recover.InPlaceOrder.Allowed;
import io.litedrill.recover.InPlaceOrder.Destination;
import io.litedrill.recover.InPlaceRestorer;
import io.litedrill.recover.Recovery;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreReport.Ending;
import io.litedrill.recover.RestoreReport.Outcome;
import io.litedrill.recover.Survey;
import io.litedrill.replica.Point;
import io.litedrill.schedule.RunIds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code litedrill restore --in-place}: shows what would happen, asks, and does it. */
final class InPlaceRestore {
    private static final Set<String> YES = Set.of("y", "yes");

    private final Session session;
    private final Target target;
    private final Wish wish;

    /**
     * What was asked for.
     *
     * @param live the live path of the target
     * @param yes there was said that nothing is to be asked
     */
    record Wish(Point point, Path live, Allowed allowed, boolean yes, boolean json) {}

    InPlaceRestore(Session session, Target target, Wish wish) {
        this.session = session;
        this.target = target;
        this.wish = wish;
    }

    /** As far as a restore goes before it reads the backup: the exit code is what it would be, as far as that is known. */
    int dryRun(Planning planning) {
        Outlook outlook = outlook(planning);
        if (wish.json()) {
            session.terminal()
                    .out()
                    .println(JsonObject.pretty(
                            List.of(outlook.json(session.clock().instant()))));
        } else {
            new InPlaceText(session.terminal()).print(outlook);
            session.terminal().line("dry run: nothing was written");
        }
        return outlook.survey().refusal().isPresent() ? ExitCodes.REFUSED : planning.exitCode();
    }

    /** Restores, after the person at the terminal agreed. */
    int restore(Planning planning) {
        Outlook outlook = outlook(planning);
        new InPlaceText(wish.json() ? session.terminal().onStderr() : session.terminal()).print(outlook);
        Optional<Ending> ending =
                outlook.ending(wish.allowed().restore().fallback()).or(this::unconfirmed);
        RestoreReport report =
                ending.map(end -> ended(planning.look().id(), end)).orElseGet(() -> run(planning));
        target.wiring().past().keep(report);
        if (wish.json()) {
            session.terminal().out().println(JsonObject.pretty(List.of(ResultJson.restore(report))));
        } else {
            new RestoreText(session.terminal()).print(report);
        }
        return ExitCodes.of(report);
    }

    private Outlook outlook(Planning planning) {
        Survey survey = order(planning, "")
                .map(order -> recovery().survey(order))
                .orElseGet(() -> new Survey(Optional.empty(), Optional.empty()));
        Optional<String> refusal = survey.refusal().or(() -> noRoom(planning));
        return new Outlook(planning, wish.live(), new Survey(survey.live(), refusal));
    }

    /** Known before anything is read; the restore itself asks again. */
    private Optional<String> noRoom(Planning planning) {
        Path folder = wish.live().resolveSibling(".").normalize();
        try {
            return planning.plan().isPresent()
                    ? Room.missing(planning.plan().get(), folder)
                            .map(finding -> folder + ": no room for the old and the new database together: "
                                    + finding.message())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of(folder + ": how much room there is cannot be told: " + e.getMessage());
        }
    }

    private Recovery recovery() {
        Wiring wiring = target.wiring();
        InPlaceRestorer restorer =
                new InPlaceRestorer(wiring.cache(), wiring.past().experience(), wiring.scratch(), wiring.clock());
        return new Recovery(restorer, target.database().inPlace().hooks(), wiring.clock());
    }

    /** Empty for a replica that cannot be read. */
    private Optional<InPlaceOrder> order(Planning planning, String runId) {
        if (!(planning.look().replica() instanceof WatchedReplica.Visible visible)) {
            return Optional.empty();
        }
        WatchedDatabase.InPlace known = target.database().inPlace();
        Destination destination =
                new Destination(wish.point(), wish.live(), known.litestreamState(), known.ownership());
        return Optional.of(
                new InPlaceOrder(runId, visible.watched(), destination, visible.expectations(), wish.allowed()));
    }

    private RestoreReport run(Planning planning) {
        InPlaceOrder order = order(planning, new RunIds(session.clock()).next()).orElseThrow();
        try (Progress progress =
                new Progress(session.terminal(), "restoring " + planning.look().id())) {
            return recovery().restore(order, progress);
        }
    }

    private RestoreReport ended(ReplicaId id, Ending ending) {
        Instant now = session.clock().instant();
        RestoreReport.Run run =
                new RestoreReport.Run(new RunIds(session.clock()).next(), now, 0, wish.live(), Optional.empty());
        return new RestoreReport(id, run, ending, Optional.empty(), List.of());
    }

    /** Why it is not done though it could be; empty once somebody agreed. */
    private Optional<Ending> unconfirmed() {
        if (wish.yes()) {
            return Optional.empty();
        }
        String name = target.database().name();
        if (session.asker().isEmpty()) {
            return Optional.of(new Ending(
                    Outcome.REFUSED, "nobody is at the terminal to be asked. To do it without a question: --yes"));
        }
        String answer = session.asker()
                .get()
                .apply("Replace " + wish.live() + "? Type y or " + name + " to go on: ")
                .strip();
        boolean agreed = answer.equals(name) || YES.contains(answer.toLowerCase(Locale.ROOT));
        return agreed ? Optional.empty() : Optional.of(new Ending(Outcome.REFUSED, "it was not confirmed"));
    }
}
