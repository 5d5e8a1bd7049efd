package io.litedrill.cluster;

import io.litedrill.cluster.MembershipState.Alone;
import io.litedrill.cluster.MembershipState.Joining;
import io.litedrill.cluster.MembershipState.Member;
import io.litedrill.cluster.MembershipState.Refused;
import io.litedrill.history.ClusterDatabase;
import io.litedrill.history.HistoryException;
import io.litedrill.schedule.ClusterSettings;
import io.litedrill.schedule.RunSlots;
import io.litedrill.schedule.Scheduler;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this daemon a member of its cluster: sends a heartbeat to the shared database, compares the configuration and
 * the clock with those of the others, and lets the scheduler share its jobs, run alone, or stop. Safe for use by
 * several threads.
 */
public final class Membership implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final int THREADS = 2;
    private static final int NAMED = 10;

    private final NodeIdentity identity;
    private final ClusterDatabase database;
    private final NodeTable table;
    private final DrillSlots slots;
    private final int drills;
    /** One for the heartbeat, and one for the scheduler, which may take longer than a node counts as alive. */
    private final ScheduledExecutorService threads = RepeatedTasks.threads(THREADS);
    /** The thread of the drills' queue, which waits for the database too. */
    private final ScheduledExecutorService queue = RepeatedTasks.threads(1);

    private volatile MembershipState state = new Joining();
    private volatile List<ClusterNode> nodes = List.of();
    private volatile ClockDifference clock = ClockDifference.NONE;
    private volatile ConfigurationDigest inForce;
    private volatile ConfigurationDigest read;
    private volatile Optional<ConfigurationDigest> agreed = Optional.empty();
    private volatile Optional<String> disagreement = Optional.empty();
    private volatile Supplier<String> runs = () -> "";
    private volatile long answeredAt = System.nanoTime();

    /**
     * Prepares the membership; connects when it is started.
     *
     * @param version the version of Litedrill
     * @throws HistoryException when the URL is not one of PostgreSQL
     */
    public Membership(NodeSettings settings, String version, InstantSource clock) {
        identity = new NodeIdentity(settings.name(), UUID.randomUUID().toString(), version);
        database = ClusterDatabase.open(settings.database());
        table = new NodeTable(database.connections(), clock);
        slots = new DrillSlots(database.connections(), identity.process(), settings.drills(), queue, System::nanoTime);
        drills = settings.drills();
        inForce = settings.configuration();
        read = inForce;
    }

    /** Returns what the scheduler shares with the other nodes. */
    public ClusterSettings scheduling() {
        return new ClusterSettings(
                identity.name(),
                identity.process(),
                database.connections(),
                drills == Integer.MAX_VALUE ? RunSlots.UNLIMITED : slots);
    }

    /** Returns the state at the last heartbeat. */
    public MembershipState state() {
        return state;
    }

    /** Returns the difference between the clocks at the last heartbeat that was answered. */
    public ClockDifference clock() {
        return clock;
    }

    /**
     * Tries to join, once.
     *
     * @return the state; {@link Joining} when the database does not answer
     */
    public MembershipState join() {
        try {
            beat();
        } catch (SQLException | HistoryException e) {
            LOG.warn("the database of the cluster cannot be reached, which is tried again: {}", e.getMessage());
        }
        return state;
    }

    /** Sends heartbeats from now on. */
    public void start(Scheduler scheduler) {
        RepeatedTasks.repeat(this::attempt, threads);
        RepeatedTasks.repeat(() -> follow(scheduler), threads);
        RepeatedTasks.repeat(slots::settle, queue);
    }

    private void attempt() {
        try {
            beat();
        } catch (SQLException | HistoryException e) {
            if (isOverdue()) {
                become(new Alone(String.valueOf(e.getMessage())));
            }
        }
    }

    private boolean isOverdue() {
        return System.nanoTime() - answeredAt > NodeTable.ALIVE.toNanos();
    }

    private void follow(Scheduler scheduler) {
        MembershipState now = state;
        if (now instanceof Member) {
            scheduler.share();
        } else if (now instanceof Alone) {
            scheduler.runAlone(alive(nodes));
        } else {
            scheduler.stopSharing();
        }
    }

    private void beat() throws SQLException {
        database.migrate();
        ConfigurationDigest mine = read;
        // a node that was frozen may have missed that the others changed their configuration
        boolean member = state instanceof Member && !isOverdue();
        NodeTable.Beat beat = table.beat(
                identity, mine, runs.get(), nodes -> refusal(nodes, member).isEmpty());
        answeredAt = System.nanoTime();
        nodes = beat.nodes();
        note(beat.clock());
        Optional<String> difference = difference(beat.nodes(), mine);
        disagreement = difference;
        agreed = beat.accepted() && difference.isEmpty() ? Optional.of(mine) : Optional.empty();
        become(refusal(beat.nodes(), member)
                .<MembershipState>map(refused -> refused)
                .orElseGet(() -> new Member(alive(beat.nodes()))));
    }

    private Set<String> alive(List<ClusterNode> known) {
        Set<String> names = known.stream()
                .filter(ClusterNode::alive)
                .map(node -> node.identity().name())
                .collect(Collectors.toCollection(TreeSet::new));
        names.add(identity.name());
        return names;
    }

    private Optional<Refused> refusal(List<ClusterNode> known, boolean member) {
        Optional<Refused> twin = known.stream()
                .filter(node -> node.alive() && node.identity().name().equals(identity.name()))
                .filter(node -> !node.identity().process().equals(identity.process()))
                .findFirst()
                .map(node -> new Refused(
                        "another daemon has the node name " + identity.name() + " (last seen " + node.seenAt()
                                + "). Give each node its own name: node in the configuration",
                        false));
        if (twin.isPresent() || member) {
            return twin;
        }
        return difference(known, inForce)
                .map(text -> new Refused(
                        "the cluster runs with another configuration: " + text
                                + ". Use the same file on all nodes; listen, home, scratch and node may differ",
                        true));
    }

    /** Returns the nodes that are alive with another configuration, and the keys that differ. */
    private Optional<String> difference(List<ClusterNode> known, ConfigurationDigest mine) {
        for (ClusterNode node : known) {
            if (node.alive() && !node.identity().name().equals(identity.name())) {
                Set<String> keys = differing(node, mine);
                if (!keys.isEmpty()) {
                    String more = keys.size() > NAMED ? " and " + (keys.size() - NAMED) + " more" : "";
                    return Optional.of("node " + node.identity().name() + " differs in "
                            + keys.stream().limit(NAMED).collect(Collectors.joining(", ")) + more);
                }
            }
        }
        return Optional.empty();
    }

    private Set<String> differing(ClusterNode node, ConfigurationDigest mine) {
        try {
            boolean same = node.identity().version().equals(identity.version());
            return table.configuration(node)
                    .map(theirs -> mine.differences(theirs, same))
                    .orElse(Set.of());
        } catch (SQLException e) {
            throw new HistoryException("the configuration of a node cannot be read: " + e.getMessage(), e);
        }
    }

    private void note(ClockDifference difference) {
        if (difference.problem().isPresent() && clock.problem().isEmpty()) {
            difference.problem().ifPresent(LOG::warn);
        }
        clock = difference;
    }

    private void become(MembershipState next) {
        if (!next.equals(state)) {
            describe(next).forEach(LOG::info);
        }
        state = next;
    }

    private List<String> describe(MembershipState next) {
        if (next instanceof Member member) {
            return List.of("node " + identity.name() + " is in a cluster of " + String.join(", ", member.nodes()));
        }
        if (next instanceof Alone alone && !(state instanceof Alone)) {
            return List.of("the database of the cluster cannot be reached: " + alone.reason());
        }
        return next instanceof Refused refused ? List.of("this node is not accepted: " + refused.reason()) : List.of();
    }

    /**
     * Publishes a configuration that this node has read, but not put in force. It may be put in force once
     * {@link #isAgreed}.
     */
    public void propose(ConfigurationDigest configuration) {
        if (!configuration.equals(read)) {
            agreed = Optional.empty();
            read = configuration;
        }
    }

    /** Returns whether all nodes that are alive have read this configuration. */
    public boolean isAgreed(ConfigurationDigest configuration) {
        return agreed.filter(configuration::equals).isPresent();
    }

    /** Returns whether a configuration has the values that are in force, as far as the nodes share them. */
    public boolean isInForce(ConfigurationDigest configuration) {
        return configuration.equals(inForce);
    }

    /** Records that a configuration was put in force. */
    public void adopt(ConfigurationDigest configuration) {
        inForce = configuration;
        read = configuration;
    }

    /** Returns which node has read another configuration, and the keys that differ. */
    public Optional<String> disagreement() {
        return disagreement;
    }

    /** Publishes the active runs of this node with each heartbeat from now on. */
    public void publish(Supplier<String> activeRuns) {
        runs = activeRuns;
    }

    /** Returns the runs that the other nodes published, by the name of the node; none while this node is alone. */
    public Map<String, String> runsOfOthers() {
        Map<String, String> others = new TreeMap<>();
        if (state instanceof Member) {
            nodes.stream()
                    .filter(node -> node.alive() && !node.identity().name().equals(identity.name()))
                    .forEach(node -> others.put(node.identity().name(), node.runs()));
        }
        return others;
    }

    /** Leaves the cluster. */
    @Override
    public void close() {
        threads.shutdownNow();
        queue.shutdownNow();
        try {
            if (state instanceof Member) {
                table.leave(identity);
            }
        } catch (SQLException e) {
            LOG.info("the other nodes notice later that this one has left: {}", e.getMessage());
        }
        database.close();
    }
}
