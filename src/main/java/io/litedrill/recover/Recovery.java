package io.litedrill.recover;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Severity;
import io.litedrill.check.Text;
import io.litedrill.hook.CommandRunner;
import io.litedrill.hook.HookCommand;
import io.litedrill.hook.HookOutcome;
import io.litedrill.hook.UrlCall;
import io.litedrill.hook.UrlCaller;
import io.litedrill.hook.UrlOutcome;
import io.litedrill.live.Condition;
import io.litedrill.recover.RestoreReport.Ending;
import io.litedrill.recover.RestoreReport.Outcome;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePhase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A restore in place with what the owner runs around it. */
public final class Recovery {
    private static final Duration ONE_CALL = Duration.ofSeconds(5);
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(500);

    private final InPlaceRestorer restorer;
    private final Hooks hooks;
    private final InstantSource clock;
    private final CommandRunner runner = new CommandRunner();

    /** Restores with this restorer. */
    public Recovery(InPlaceRestorer restorer, Hooks hooks, InstantSource clock) {
        this.restorer = restorer;
        this.hooks = hooks;
        this.clock = clock;
    }

    /**
     * What a restore would find; changes nothing and runs nothing. That the database is in use is no refusal yet where a command runs
     * before: it may be there to stop what uses it.
     */
    public Survey survey(InPlaceOrder order) {
        Survey survey = restorer.survey(order);
        boolean mayEnd = hooks.before().isPresent() && isInUse(survey);
        return mayEnd ? new Survey(survey.live(), Optional.empty()) : survey;
    }

    private static boolean isInUse(Survey survey) {
        return survey.live()
                .filter(live -> live.condition().state() == Condition.State.IN_USE)
                .isPresent();
    }

    /** Restores. Never throws for what it finds. A command that fails afterwards is a finding; the restored database stays. */
    public RestoreReport restore(InPlaceOrder order, RestoreListener progress) {
        Instant start = clock.instant();
        Optional<String> refusal = hooks.before().isEmpty()
                ? Optional.empty()
                : survey(order).refusal().or(() -> before(order, progress));
        if (refusal.isPresent()) {
            return refused(order, start, refusal.get());
        }
        RestoreReport report = restorer.restore(order, progress);
        return report.ending().outcome() == Outcome.RESTORED ? finish(order, report, progress) : report;
    }

    private RestoreReport refused(InPlaceOrder order, Instant start, String reason) {
        double seconds = Duration.between(start, clock.instant()).toNanos() / 1e9;
        RestoreReport.Run run = new RestoreReport.Run(
                order.runId(), start, seconds, order.destination().live(), Optional.empty());
        return new RestoreReport(
                order.watched().id(), run, new Ending(Outcome.REFUSED, reason), Optional.empty(), List.of());
    }

    private Optional<String> before(InPlaceOrder order, RestoreListener progress) {
        progress.phase(RestorePhase.BEFORE);
        return hooks.before()
                .map(command -> runner.run(new HookCommand(command, environment(order), hooks.limit())))
                .filter(outcome -> !outcome.succeeded())
                .map(outcome -> Text.sentences(
                        "restore.before failed: " + outcome.text(),
                        "Mend the command, or take it out of the configuration"));
    }

    private RestoreReport finish(InPlaceOrder order, RestoreReport report, RestoreListener progress) {
        progress.phase(RestorePhase.AFTER);
        Optional<String> failure = after(order, report).or(this::health);
        if (failure.isEmpty()) {
            return report;
        }
        List<Finding> findings = new ArrayList<>(report.findings());
        findings.add(0, failed(order, report, failure.get()));
        return new RestoreReport(report.id(), report.run(), report.ending(), report.restored(), findings);
    }

    private Optional<String> after(InPlaceOrder order, RestoreReport report) {
        return hooks.after().flatMap(command -> {
            HookOutcome outcome = runner.run(new HookCommand(command, environment(order, report), hooks.limit()));
            return outcome.succeeded() ? Optional.empty() : Optional.of("restore.after failed: " + outcome.text());
        });
    }

    private Optional<String> health() {
        return hooks.health().flatMap(health -> {
            UrlOutcome outcome = new UrlCaller()
                    .callUntilWell(
                            new UrlCall(health.url(), Optional.empty(), ONE_CALL), health.patience(), BETWEEN_CALLS);
            return outcome.succeeded()
                    ? Optional.empty()
                    : Optional.of("restore.health_url did not say within " + Text.duration(health.patience())
                            + " that all is well: " + outcome.text());
        });
    }

    private static Finding failed(InPlaceOrder order, RestoreReport report, String what) {
        String state = report.restored()
                .map(restored -> " of " + restored.point().time() + " ("
                        + restored.point().position() + ")"
                        + (restored.userVersion().isPresent()
                                ? ", user_version " + restored.userVersion().getAsLong()
                                : ""))
                .orElse("");
        String old = report.run()
                .movedAside()
                .map(aside -> "the old database is in " + aside + "; ")
                .orElse("");
        return new Finding(
                FindingCode.HOOK_FAILED,
                Severity.CRITICAL,
                "the restored database" + state + " is in place, but " + what,
                order.destination().live().toString(),
                "mend the cause and run it again. The way back: " + old + "an earlier state: "
                        + order.watched().command("window") + ", then "
                        + order.watched().command("restore") + " --in-place --force --timestamp TIME");
    }

    private static Map<String, String> environment(InPlaceOrder order) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("LITEDRILL_DATABASE", order.watched().id().database());
        environment.put("LITEDRILL_DATABASE_FILE", order.destination().live().toString());
        return environment;
    }

    private static Map<String, String> environment(InPlaceOrder order, RestoreReport report) {
        Map<String, String> environment = environment(order);
        report.restored().ifPresent(restored -> {
            environment.put("LITEDRILL_RECOVERY_POINT", restored.point().time().toString());
            environment.put("LITEDRILL_POSITION", restored.point().position().toString());
            restored.userVersion()
                    .ifPresent(version -> environment.put("LITEDRILL_USER_VERSION", String.valueOf(version)));
        });
        report.run()
                .movedAside()
                .map(Path::toString)
                .ifPresent(aside -> environment.put("LITEDRILL_MOVED_ASIDE", aside));
        return environment;
    }
}
