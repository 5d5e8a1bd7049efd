package io.litedrill.daemon;

import io.litedrill.app.Application;
import io.litedrill.app.AuditLog;
import io.litedrill.app.DaemonSettings;
import io.litedrill.app.MonitoredDatabase;
import io.litedrill.app.MonitoredReplica;
import io.litedrill.app.Operations;
import io.litedrill.history.History;
import io.litedrill.http.ApiPorts;
import io.litedrill.http.ApiServer;
import io.litedrill.http.MetricsSource.Exposition;
import io.litedrill.metrics.Metrics;
import io.litedrill.schedule.ActiveRun;
import io.litedrill.schedule.ScheduledDatabase;
import io.litedrill.schedule.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks after databases until it is closed: checks, drills, scrubs, metrics, API. The wiring stays with whoever made it. */
public final class Daemon implements AutoCloseable {
    /** Whoever stops a container kills it after 10 s. */
    public static final Duration GRACE = Duration.ofSeconds(8);

    private static final Duration LOOKUP_PATIENCE = Duration.ofSeconds(30);
    /** Short of the time after which clients and proxies give up. */
    private static final Duration REFUSAL_PATIENCE = Duration.ofSeconds(15);

    private final Catalogue catalogue;
    private final ConfigurationState configuration;
    private final Optional<History> history;
    private final ScratchFolder scratch;
    private final Metrics metrics;
    private final ResultPublisher results;
    private final HistorySync reload;
    private final JobFactory workers;
    private final Scheduler scheduler;
    private final LookupExecutor patient = new LookupExecutor(LOOKUP_PATIENCE);
    private final WindowReader windows;
    private final RestoreService restores;
    private final ApiServer server;
    private final HistoryCleanup housekeeping = new HistoryCleanup();

    /**
     * Puts it together; nothing runs yet.
     *
     * @throws IllegalArgumentException when the address to listen on is none of this machine
     */
    public Daemon(DaemonSettings settings, List<MonitoredDatabase> databases, Application wiring) {
        history = wiring.past().history();
        scratch = new ScratchFolder(wiring.scratch());
        configuration = new ConfigurationState(wiring.clock());
        HealthStatus vitals = new HealthStatus(wiring.past(), scratch, configuration);
        metrics = new Metrics(vitals.monitor(settings.version()));
        results = new ResultPublisher(metrics, history, wiring.notifier());
        catalogue = new Catalogue(measured(databases));
        reload = new HistorySync(history, metrics, results);
        workers = new JobFactory(new Operations(wiring), results, reload::again);
        scheduler = new Scheduler(
                settings.scheduler(), wiring.clock(), new StuckChecks(catalogue, results, wiring.clock()));
        vitals.ask(scheduler);
        windows = new WindowReader(patient, wiring.cache(), wiring.past().memory(), wiring.clock());
        restores = new RestoreService(
                catalogue,
                scheduler,
                results,
                wiring,
                new RestoreService.Lookups(new BestReplica(results), patient, REFUSAL_PATIENCE));
        server = new ApiServer(settings.api(), ports(vitals));
    }

    private List<MonitoredDatabase> measured(List<MonitoredDatabase> databases) {
        return databases.stream()
                .map(database -> database.with(
                        ward -> measured(ward, database.timing().checks().interval())))
                .toList();
    }

    private MonitoredReplica measured(MonitoredReplica ward, Duration checkInterval) {
        metrics.register(ward.id(), ward.objectives(), checkInterval);
        return ward.heardBy(metrics.storage(ward.id()));
    }

    private ApiPorts ports(HealthStatus vitals) {
        RunQueries past = new RunQueries(catalogue, scheduler, results, history, restores::progress);
        return new ApiPorts(
                this::scrape,
                vitals::components,
                new DaemonViews(catalogue, past, results, windows),
                new DaemonActions(catalogue, scheduler, restores),
                new AuditLog(history));
    }

    private Exposition scrape(Optional<String> accept) {
        var exposition = metrics.scrape(accept.orElse(""));
        return new Exposition(exposition.contentType(), exposition.body());
    }

    /**
     * Takes up what the history knows, settles and tells what a crash cut off, listens, and begins to work.
     *
     * @return the port that it listens on
     * @throws IllegalStateException when the address or port cannot be had; nothing runs then
     */
    public int start() {
        // before anybody can ask: a first scrape without the remembered times would look as if there had never been a
        // drill
        List<ScheduledDatabase> watches = watches();
        restores.settle();
        int port = server.start();
        scratch.sweep();
        scheduler.start(watches);
        history.ifPresent(housekeeping::prune);
        return port;
    }

    private List<ScheduledDatabase> watches() {
        return catalogue.all().stream()
                .flatMap(database -> database.wards().stream().map(ward -> watch(database, ward)))
                .toList();
    }

    /**
     * Takes the databases of a configuration that was read again. What is running goes on; a database that is gone takes its metrics with
     * it.
     */
    public void replace(List<MonitoredDatabase> databases) {
        List<MonitoredDatabase> measured = measured(databases);
        catalogue.replace(measured);
        metrics.retain(catalogue.wards().map(MonitoredReplica::id).collect(Collectors.toSet()));
        scheduler.replace(watches());
        configuration.succeeded();
    }

    /**
     * Reports that the configuration could not be read again; nothing else changes.
     *
     * @param reason a line for each problem
     */
    public void rejected(String reason) {
        configuration.failed(reason);
    }

    private ScheduledDatabase watch(MonitoredDatabase database, MonitoredReplica ward) {
        return new ScheduledDatabase(
                database.jobOf(ward),
                new ScheduledDatabase.Jobs(workers.check(ward), workers.drill(ward), workers.scrub(ward)),
                database.timingOf(ward),
                reload.of(ward.id()));
    }

    /** What the daemon has found so far. */
    public ResultPublisher results() {
        return results;
    }

    /**
     * Tells what runs to stop, waits for it, and lets go of everything but the wiring.
     *
     * @return what did not stop in time
     */
    public List<ActiveRun> close(Duration grace) {
        List<ActiveRun> left = scheduler.close(grace);
        server.close();
        patient.close();
        restores.close();
        housekeeping.close();
        metrics.close();
        return left;
    }

    @Override
    public void close() {
        close(GRACE);
    }
}
