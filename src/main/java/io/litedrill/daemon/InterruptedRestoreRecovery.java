package io.litedrill.daemon;

import io.litedrill.app.Application;
import io.litedrill.app.InterruptedSwaps;
import io.litedrill.app.Wording;
import io.litedrill.check.CommandLineName;
import io.litedrill.check.Finding;
import io.litedrill.check.Hint;
import io.litedrill.check.ReplicaId;
import io.litedrill.files.Existence;
import io.litedrill.history.HistoryException;
import io.litedrill.recover.Audit;
import io.litedrill.recover.FileRestorer;
import io.litedrill.recover.Hooks;
import io.litedrill.recover.RestoreOutcome;
import io.litedrill.recover.RestoreOutcome.Effect;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreRequest.Requester;
import io.litedrill.recover.RestoreStart;
import io.litedrill.replica.timeline.TimeRequest;
import io.litedrill.restore.RestorePhase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finishes or undoes restores that were interrupted by the end of a daemon, and reports them under their run ids. */
public final class InterruptedRestoreRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(InterruptedRestoreRecovery.class);
    private static final Requester SETTLEMENT = new Requester("-", "-", "settle an interrupted restore");

    private final Catalogue catalogue;
    private final ResultPublisher results;
    private final Application wiring;
    private final Audit audit;

    public InterruptedRestoreRecovery(Catalogue catalogue, ResultPublisher results, Application wiring, Audit audit) {
        this.catalogue = catalogue;
        this.results = results;
        this.wiring = wiring;
        this.audit = audit;
    }

    public void settle(PendingRestoreJournal orders) {
        Map<String, RestoreReport> settled = new HashMap<>();
        Set<String> stuck = new HashSet<>();
        InterruptedSwaps interrupted = new InterruptedSwaps(
                wiring, LOG::warn, report -> settled.put(report.run().runId(), report));
        catalogue.all().stream()
                .filter(database -> !interrupted.settle(database.database()))
                .forEach(database -> stuck.add(database.name()));
        orders.takeOver(order -> {
            Optional<RestoreReport> known = Optional.ofNullable(settled.remove(order.runId()));
            if (known.isEmpty() && order.live() && stuck.contains(order.database())) {
                return false;
            }
            known.ifPresentOrElse(
                    report -> publish(report, order.by(), true),
                    () -> kept(order)
                            .ifPresentOrElse(
                                    report -> audit(report, order.by()),
                                    () -> publish(cutOff(order), order.by(), order.live())));
            return true;
        });
        settled.values().forEach(report -> publish(report, SETTLEMENT, true));
    }

    private void publish(RestoreReport report, Requester by, boolean inPlace) {
        results.restore(report.from(new RestoreReport.Origin(by.who(), inPlace)));
        audit(report, by);
    }

    private void audit(RestoreReport report, Requester by) {
        audit.keep(new Audit.Attempt(by.who(), by.from(), report.id().database(), by.what(), Wording.ended(report)));
    }

    /**
     * Returns the stored report of a restore. There is one if a command has settled the restore, or if the daemon ended
     * right after storing it.
     */
    private Optional<RestoreReport> kept(PendingRestore order) {
        try {
            return wiring.past().history().flatMap(history -> history.restores().byId(order.runId()));
        } catch (HistoryException e) {
            LOG.warn("{} Continuing without the history of the restore {}", e.getMessage(), order.runId());
            return Optional.empty();
        }
    }

    private CommandLineName naming(PendingRestore order) {
        return new CommandLineName(order.database(), Optional.empty(), wiring.configNamed());
    }

    private RestoreReport cutOff(PendingRestore order) {
        if (!order.live()) {
            FileRestorer.sweep(order.output(), order.runId());
        }
        ReplicaId id = new ReplicaId(order.database(), replica(order));
        boolean inPlace = order.live()
                && order.step().phase().filter(RestorePhase.AFTER::equals).isPresent();
        List<Finding> findings = inPlace ? hooks(order).missed(naming(order), order.output()) : List.of();
        RestoreOutcome outcome = inPlace
                ? RestoreOutcome.written(Optional.empty(), Hint.text(reason(order)), findings)
                : new RestoreOutcome.Inconclusive(Hint.text(reason(order)), effect(order));
        return new RestoreStart(order.runId(), id, order.output(), order.step().at(), TimeRequest.NONE)
                .end(outcome, findings, wiring.clock());
    }

    private Effect effect(PendingRestore order) {
        if (!order.live()) {
            return Existence.mayExist(order.output()) ? Effect.UNKNOWN : Effect.NOTHING;
        }
        boolean before = hooks(order).before().isPresent();
        return switch (order.step().phase().orElse(RestorePhase.PLANNING)) {
            case PLANNING -> Effect.NOTHING;
            case BEFORE, RESTORING, VERIFYING -> before ? Effect.COMMAND_BEFORE : Effect.NOTHING;
            case SWAPPING, AFTER -> Effect.UNKNOWN;
        };
    }

    private String replica(PendingRestore order) {
        return order.step()
                .replica()
                .or(() -> catalogue
                        .find(order.database())
                        .map(database -> database.replicas().get(0).id().replica()))
                .orElse("-");
    }

    private Hooks hooks(PendingRestore order) {
        return catalogue
                .find(order.database())
                .map(database -> database.database().inPlace().hooks())
                .orElse(Hooks.NONE);
    }

    private static String written(Path output) {
        try {
            return Existence.exists(output)
                    ? output + " is there: it got its name after it was tested"
                    : "Nothing was written. Ask for it again";
        } catch (IOException e) {
            return "Whether it wrote " + output + " cannot be read (" + e + "). Look there before asking again";
        }
    }

    private String reason(PendingRestore order) {
        String cut = "Litedrill ended while this restore was " + doing(order) + ". ";
        if (!order.live()) {
            return cut + written(order.output());
        }
        return cut + live(order);
    }

    private String live(PendingRestore order) {
        String stopped = hooks(order).before().isPresent() ? ", but what restore.before stops may be stopped" : "";
        return switch (order.step().phase().orElse(RestorePhase.PLANNING)) {
            case PLANNING -> order.output() + " was not touched. Ask for it again";
            case BEFORE, RESTORING, VERIFYING -> order.output() + " was not touched" + stopped + ". Ask for it again";
            case SWAPPING ->
                order.output() + " is the old database, or the restored one with the old one beside it in a folder "
                        + order.output().getFileName() + ".replaced... or .corrupted...; never a mix";
            case AFTER -> order.output() + " is the restored database";
        };
    }

    private static String doing(PendingRestore order) {
        return order.step()
                .phase()
                .map(phase -> switch (phase) {
                    case PLANNING -> "being planned";
                    case BEFORE -> "running restore.before";
                    case RESTORING -> "being read";
                    case VERIFYING -> "being tested";
                    case SWAPPING -> "about to swap";
                    case AFTER -> "in place already and what comes after it ran";
                })
                .orElse("queued");
    }
}
