package io.litedrill.daemon;

import io.litedrill.app.Application;
import io.litedrill.app.AuditLog;
import io.litedrill.app.DaemonLock;
import io.litedrill.app.DaemonSettings;
import io.litedrill.app.MonitoredDatabase;
import io.litedrill.app.MonitoredReplica;
import io.litedrill.app.Operations;
import io.litedrill.check.ReplicaId;
import io.litedrill.cluster.ConfigurationDigest;
import io.litedrill.cluster.Membership;
import io.litedrill.cluster.MembershipState;
import io.litedrill.history.HistoryStore;
import io.litedrill.history.ResultFeed;
import io.litedrill.http.Actions;
import io.litedrill.http.ApiPorts;
import io.litedrill.http.ApiServer;
import io.litedrill.http.EventStream;
import io.litedrill.http.MetricsSource.Exposition;
import io.litedrill.http.Views;
import io.litedrill.metrics.ClusterView;
import io.litedrill.metrics.Metrics;
import io.litedrill.replica.scan.BacklogLimit;
import io.litedrill.schedule.ActiveRun;
import io.litedrill.schedule.ScheduledDatabase;
import io.litedrill.schedule.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Monitors databases until it is closed: runs checks, drills and scrubs, and serves metrics and the API. The caller
 * closes the object graph.
 */
public final class Daemon implements AutoCloseable {
    /** Shorter than the 10 s after which a container runtime kills a process that it stops. */
    public static final Duration GRACE = Duration.ofSeconds(8);

    /** The time that a database of the cluster has until the port opens. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(10);

    private static final Duration LOOKUP_PATIENCE = Duration.ofSeconds(30);
    /** Shorter than the usual timeouts of clients and proxies. */
    private static final Duration REFUSAL_PATIENCE = Duration.ofSeconds(15);

    private final Catalogue catalogue;
    private final ConfigurationState configuration;
    private final Optional<HistoryStore> history;
    private final Application wiring;
    private final ScratchFolder scratch;
    private final Metrics metrics;
    private final ResultPublisher results;
    private final HistorySync reload;
    private final ReplicaSchedule schedule;
    private final PatientStart start = new PatientStart(START_PATIENCE);
    private final Scheduler scheduler;
    private final LookupExecutor patient = new LookupExecutor(LOOKUP_PATIENCE);
    private final RestoreService restores;
    private final RepeatedRequests keys;
    private final EventStream events = new EventStream();
    private final LiveEvents live;
    private final ResultFollower follower;
    private final Leadership leadership;
    private final ApiServer server;
    private final IdentityReload identity;
    private Optional<DaemonLock> lock = Optional.empty();
    private final Housekeeping housekeeping = new Housekeeping();
    private final Optional<Membership> membership;

    /**
     * Creates the daemon; nothing runs yet.
     *
     * @throws IllegalArgumentException when the address to listen on does not belong to this machine
     */
    public Daemon(DaemonSettings settings, List<MonitoredDatabase> databases, Application wiring) {
        this.wiring = wiring;
        wiring.limit(BacklogLimit.ofDaemon());
        history = wiring.past().history();
        scratch = new ScratchFolder(wiring.scratch());
        configuration = new ConfigurationState(wiring.clock());
        HealthStatus vitals = new HealthStatus(wiring.past(), scratch, configuration);
        leadership = new Leadership(
                wiring.past().leases(), history.flatMap(HistoryStore::node).orElse("-"), System::nanoTime);
        metrics = new Metrics(
                vitals.monitor(settings.version()),
                history.flatMap(HistoryStore::cluster).map(name -> new ClusterView(name, leadership::isLeader)));
        results = new ResultPublisher(metrics, history, wiring.notifier());
        catalogue = new Catalogue(measured(databases));
        reload = new HistorySync(history, metrics, results, catalogue::isCompared);
        ActiveRuns active = new ActiveRuns(results, wiring.past().memory(), wiring.limit(), wiring.clock());
        JobFactory work = new JobFactory(new Operations(wiring), results, reload::again, active);
        schedule = new ReplicaSchedule(catalogue, work, reload);
        membership = settings.node().map(node -> new Membership(node, settings.version(), wiring.clock()));
        membership.ifPresent(vitals::ask);
        scheduler = new Scheduler(
                settings.scheduler(),
                wiring.clock(),
                new StuckChecks(catalogue, results, wiring.clock()),
                membership.map(Membership::scheduling));
        vitals.ask(scheduler);
        WindowReader windows =
                new WindowReader(patient, wiring.cache(), wiring.past().memory(), wiring.clock());
        restores = new RestoreService(
                catalogue,
                scheduler,
                results,
                wiring,
                new RestoreService.Lookups(new BestReplica(results), patient, REFUSAL_PATIENCE));
        Board board = new Board(results, results.trends(), wiring.clock());
        live = new LiveEvents(events, catalogue, board);
        results.publishTo(live);
        follower = new ResultFollower(
                history.map(HistoryStore::feed).orElse(ResultFeed.NONE),
                results.followed(),
                new HistoryReload(catalogue, reload));
        TrendQueries trends = new TrendQueries(history, wiring.clock());
        ActiveJobs jobs = new ActiveJobs(
                catalogue,
                scheduler,
                run -> restores.progress(run).or(() -> active.progress(run)),
                history.flatMap(HistoryStore::node),
                membership);
        RunQueries past = new RunQueries(catalogue, scheduler, results, history, jobs);
        membership.ifPresent(cluster -> cluster.publish(jobs::published));
        keys = repeatedRequests(past);
        server = new ApiServer(
                settings.api(), ports(past, vitals, board, new DaemonViews.Lookups(windows, trends, restores)));
        identity = new IdentityReload(server::refreshIdentity);
    }

    private List<MonitoredDatabase> measured(List<MonitoredDatabase> databases) {
        return databases.stream()
                .map(database -> database.with(
                        replica -> measured(replica, database.timing().checks().interval())))
                .toList();
    }

    private MonitoredReplica measured(MonitoredReplica replica, Duration checkInterval) {
        metrics.register(replica.id(), replica.objectives(), checkInterval);
        return replica.withListener(metrics.storage(replica.id()));
    }

    private ApiPorts ports(RunQueries past, HealthStatus vitals, Board board, DaemonViews.Lookups lookups) {
        return new ApiPorts(
                this::scrape,
                vitals::components,
                new DaemonViews(catalogue, past, results, board, lookups),
                new DaemonActions(catalogue, scheduler, restores, past, keys),
                new AuditLimit(new AuditLog(history), wiring.clock()),
                events);
    }

    private RepeatedRequests repeatedRequests(RunQueries past) {
        return new RepeatedRequests(
                wiring.home().map(folder -> folder.resolve("restores").resolve("keys")),
                id -> Optional.of(id)
                        .filter(run -> past.find(Views.Kind.RESTORES, run).isPresent() || restores.isPending(run))
                        .map(run -> new Actions.Started(run, false, CompletableFuture.completedStage(run))),
                history.flatMap(HistoryStore::states)
                        .map(states -> new SharedKeys(
                                states, id -> past.find(Views.Kind.RESTORES, id).isPresent(), wiring.clock())));
    }

    private Exposition scrape(Optional<String> accept) {
        var exposition = metrics.scrape(accept.orElse(""));
        return new Exposition(exposition.contentType(), exposition.text()::writeTo);
    }

    /**
     * Loads the history, settles restores that a crash interrupted and reports them, listens, and starts the
     * scheduler. In a cluster, listens after ten seconds although its database does not respond.
     *
     * @return the port that it listens on
     * @throws IllegalStateException when the address or port cannot be used, or when the cluster runs with
     *     another configuration; nothing runs then
     */
    public int start() {
        membership
                .flatMap(cluster -> start.run("join the cluster", cluster::join))
                .ifPresent(Daemon::requireSameConfiguration);
        List<ScheduledDatabase> all = membership.isEmpty()
                ? load()
                : start.run("load the history", this::load).orElseGet(() -> schedule.of(catalogue.jobs()));
        int port = server.start();
        lock = Optional.of(DaemonLock.hold(wiring.home(), membership.isPresent()));
        scratch.sweep();
        scheduler.start(all);
        follower.start();
        membership.ifPresent(cluster -> cluster.start(scheduler));
        history.ifPresent(housekeeping::prune);
        housekeeping.collectMemory(Housekeeping.COLLECTION);
        return port;
    }

    /** Loads them before the first request: a scrape without the times from the history would show no drills. */
    private List<ScheduledDatabase> load() {
        follower.mark();
        List<ScheduledDatabase> watches = schedule.of(Map.of());
        restores.settle();
        leadership.start();
        // not earlier: an interrupted restore has no result yet
        keys.prune();
        return watches;
    }

    private static void requireSameConfiguration(MembershipState state) {
        if (state instanceof MembershipState.Refused refused && refused.byConfiguration()) {
            throw new IllegalStateException(refused.reason());
        }
    }

    /**
     * Replaces the databases by those of a configuration that was read again. Active runs continue. A database that
     * was removed loses its metrics.
     */
    public void replace(List<MonitoredDatabase> databases) {
        List<MonitoredDatabase> measured = measured(databases);
        Map<String, ReplicaId> known = catalogue.jobs();
        catalogue.replace(measured);
        metrics.retain(catalogue.replicas().map(MonitoredReplica::id).collect(Collectors.toSet()));
        scheduler.replace(schedule.of(known));
        configuration.succeeded();
        live.configured();
    }

    /**
     * Returns whether a configuration may be put in force: without a cluster, always; otherwise when all nodes have
     * read the same one. Publishes it to the other nodes.
     */
    public boolean agrees(ConfigurationDigest configuration) {
        return membership
                .map(cluster -> {
                    if (cluster.isInForce(configuration) || cluster.isAgreed(configuration)) {
                        cluster.adopt(configuration);
                        return true;
                    }
                    cluster.propose(configuration);
                    return false;
                })
                .orElse(true);
    }

    /** Reports that a configuration was read, but waits for the other nodes. */
    public void waiting() {
        configuration.waiting(membership
                .flatMap(Membership::disagreement)
                .orElse("the other nodes have not answered yet, or the database of the cluster cannot be reached"));
    }

    /** Reads the certificate and key of TLS again; logs the change, or why the earlier ones stay in use. */
    public void refreshIdentity() {
        identity.refresh();
    }

    /**
     * Reports that the configuration could not be read again; nothing else changes.
     *
     * @param reason a line for each problem
     */
    public void rejected(String reason) {
        configuration.failed(reason);
    }

    /** Returns the results so far. */
    public ResultPublisher results() {
        return results;
    }

    /**
     * Stops the active runs, waits for them, and closes everything but the object graph.
     *
     * @param grace the longest time to wait
     * @return the runs that did not stop in time
     */
    public List<ActiveRun> close(Duration grace) {
        start.close();
        follower.close();
        leadership.close();
        List<ActiveRun> left = scheduler.close(grace);
        events.close();
        server.close();
        patient.close();
        restores.close();
        housekeeping.close();
        metrics.close();
        membership.ifPresent(Membership::close);
        lock.ifPresent(DaemonLock::close);
        return left;
    }

    @Override
    public void close() {
        close(GRACE);
    }
}
