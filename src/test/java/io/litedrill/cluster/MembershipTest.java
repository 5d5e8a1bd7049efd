package io.litedrill.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cluster.MembershipState.Member;
import io.litedrill.cluster.MembershipState.Refused;
import io.litedrill.history.PostgresServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several nodes on one real PostgreSQL. */
class MembershipTest {
    @RegisterExtension
    private static final PostgresServer POSTGRES = new PostgresServer();

    private final List<Membership> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Membership::close);
    }

    private static ConfigurationDigest configuration(String interval, String node) {
        return ConfigurationDigest.of(Map.of(
                "node",
                node,
                "databases",
                List.of(Map.of("name", "app", "drill", Map.of("interval", interval), "token", node))));
    }

    private Membership node(String name, String interval) {
        return node(name, "1.0", interval, InstantSource.system());
    }

    private Membership node(String name, String version, String interval, InstantSource clock) {
        Membership node = new Membership(
                new NodeSettings(name, POSTGRES.settings(), 1, configuration(interval, name)), version, clock);
        opened.add(node);
        return node;
    }

    @Test
    void nodesWithOneConfigurationAreMembers() {
        assertThat(node("a", "1h").join()).isEqualTo(new Member(Set.of("a")));
        assertThat(node("b", "1h").join()).isEqualTo(new Member(Set.of("a", "b")));
    }

    @Test
    void aNodeWithAnotherConfigurationIsRefusedWithTheKey() {
        node("a", "1h").join();

        assertThat(node("b", "2h").join()).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.byConfiguration()).isTrue();
            assertThat(refused.reason()).contains("node a differs in databases[app].drill.interval.");
        });
    }

    @Test
    void aNodeThatLeftDeterminesNothing() {
        Membership left = node("a", "1h");
        left.join();
        left.close();
        opened.remove(left);

        assertThat(node("b", "2h").join()).isEqualTo(new Member(Set.of("b")));
    }

    @Test
    void twoNodesOfOneNameAreRefused() {
        node("a", "1h").join();

        assertThat(node("a", "1h").join()).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.byConfiguration()).isFalse();
            assertThat(refused.reason()).contains("another daemon has the node name a");
        });
    }

    @Test
    void aConfigurationIsAgreedWhenAllNodesHaveReadIt() {
        Membership a = node("a", "1h");
        Membership b = node("b", "1h");
        a.join();
        b.join();

        a.propose(configuration("2h", "a"));
        a.join();
        assertThat(a.isAgreed(configuration("2h", "a"))).isFalse();
        assertThat(a.disagreement()).hasValue("node b differs in databases[app].drill.interval");
        b.propose(configuration("2h", "b"));
        b.join();

        assertThat(b.isAgreed(configuration("2h", "b"))).isTrue();
        a.join();
        assertThat(a.isAgreed(configuration("2h", "a"))).isTrue();
        assertThat(a.state()).isInstanceOf(Member.class);
    }

    @Test
    void theRunsOfANodeAreKnownToTheOthersUntilItLeaves() {
        Membership a = node("a", "1h");
        Membership b = node("b", "1h");
        a.publish(() -> "runs of a");
        a.join();
        b.join();
        assertThat(b.runsOfOthers()).isEqualTo(Map.of("a", "runs of a"));
        assertThat(a.runsOfOthers()).isEmpty();

        a.publish(() -> "later runs of a");
        a.join();
        b.join();
        assertThat(b.runsOfOthers()).isEqualTo(Map.of("a", "later runs of a"));
        assertThat(a.runsOfOthers()).isEqualTo(Map.of("b", ""));

        a.close();
        opened.remove(a);
        b.join();
        assertThat(b.runsOfOthers()).isEmpty();
    }

    @Test
    void aKeyThatOnlyOneVersionKnowsIsNoDifference() {
        ConfigurationDigest older = ConfigurationDigest.of(Map.of("check", "1m"));
        ConfigurationDigest newer = ConfigurationDigest.of(Map.of("check", "1m", "new", 1));

        assertThat(newer.differences(older, false)).isEmpty();
        assertThat(newer.differences(older, true)).containsExactly("new");
        assertThat(newer.differences(ConfigurationDigest.of(Map.of("check", "2m")), false))
                .containsExactly("check");
    }

    @Test
    void aClockThatIsOffIsAProblem() {
        Membership ahead = node("a", "1.0", "1h", () -> Instant.now().plusSeconds(5));
        Membership right = node("b", "1h");
        ahead.join();
        right.join();

        assertThat(ahead.clock().problem())
                .hasValueSatisfying(text -> assertThat(text).contains("ahead of"));
        assertThat(right.clock().problem()).isEmpty();
    }

    @Test
    void aSlowAnswerIsNoProblemOfTheClock() {
        Instant now = Instant.EPOCH;

        assertThat(ClockDifference.of(now, now.plusMillis(100), now.plusSeconds(6))
                        .problem())
                .isEmpty();
        assertThat(ClockDifference.of(now, now.plusSeconds(9), now.plusSeconds(1))
                        .ahead())
                .isEqualTo(Duration.ofMillis(-8500));
    }
}
