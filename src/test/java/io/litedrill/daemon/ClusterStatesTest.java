package io.litedrill.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.history.HistoryStore;
import io.litedrill.history.Postgres;
import io.litedrill.history.PostgresHistory;
import io.litedrill.history.PostgresSettings;
import io.litedrill.history.Retention;
import io.litedrill.http.Actions.Started;
import io.litedrill.http.IdempotencyKey;
import io.litedrill.http.ProblemException;
import io.litedrill.json.SampleResults;
import io.litedrill.notify.SentStates;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shared state of two nodes with one real server: Idempotency-Keys, and reported problems. */
class ClusterStatesTest {
    private static final Instant NOON = SampleResults.NOON;
    private static final IdempotencyKey KEY = new IdempotencyKey("aa", "11");

    private static Postgres postgres;

    @TempDir
    Path folder;

    private final Set<String> kept = new HashSet<>();
    private HistoryStore first;
    private HistoryStore second;

    @BeforeAll
    static void start(@TempDir Path server) throws Exception {
        postgres = Postgres.start(server);
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void open() throws Exception {
        PostgresSettings settings = postgres.schema();
        first = PostgresHistory.open(settings, Retention.DEFAULT, InstantSource.system(), "a");
        second = PostgresHistory.open(settings, Retention.DEFAULT, InstantSource.system(), "b");
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private RepeatedRequests node(HistoryStore store, Instant now) {
        return new RepeatedRequests(
                Optional.of(folder.resolve(store.node().orElseThrow())),
                id -> Optional.empty(),
                Optional.of(new SharedKeys(store.states().orElseThrow(), kept::contains, InstantSource.fixed(now))));
    }

    private static Optional<String> repeated(RepeatedRequests node) {
        return node.repeated(KEY).map(Started::id);
    }

    @Test
    void aKeyThatIsSentToAnotherNodeReturnsTheSameRun() {
        RepeatedRequests a = node(first, NOON);
        assertThat(repeated(a)).isEmpty();
        a.begins(KEY, "run-1");
        a.answered(KEY, false);

        assertThat(repeated(node(second, NOON))).contains("run-1");
        assertThatThrownBy(() -> node(second, NOON).repeated(new IdempotencyKey("aa", "22")))
                .hasMessageContaining("another body");
        Instant later = NOON.plus(Duration.ofDays(2));
        assertThat(repeated(node(second, later)))
                .as("the history lacks the run, which cannot be active any more")
                .isEmpty();
        kept.add("run-1");
        assertThat(repeated(node(second, later))).contains("run-1");
    }

    @Test
    void ofTwoRequestsAtTheSameTimeOneStartsARun() {
        RepeatedRequests a = node(first, NOON);
        RepeatedRequests b = node(second, NOON);
        assertThat(repeated(a)).isEmpty();
        assertThat(repeated(b)).isEmpty();
        a.begins(KEY, "run-1");
        assertThatThrownBy(() -> b.begins(KEY, "run-2"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("another node");
        b.answered(KEY, true);
        a.answered(KEY, false);
        assertThat(repeated(b)).as("the refusal does not free the key").contains("run-1");
    }

    @Test
    void aKeyOfARefusedRequestIsFreeOnEveryNode() {
        RepeatedRequests a = node(first, NOON);
        assertThat(repeated(a)).isEmpty();
        a.begins(KEY, "run-1");
        a.answered(KEY, true);
        assertThat(repeated(node(second, NOON))).isEmpty();
    }

    @Test
    void aProblemThatOneNodeReportedIsKnownToTheOthers() {
        SentStates.Key key = new SentStates.Key(SampleResults.SHOP, "check", "c1");
        SentStates a = SentStates.in(first.states().orElseThrow()::change);
        SentStates b = SentStates.in(second.states().orElseThrow()::change);
        a.change(key, reported -> {
            assertThat(reported).isEmpty();
            return Optional.of(Set.of("critical:gap", "warning:stale"));
        });
        Set<String> seen = new HashSet<>();
        b.change(key, reported -> {
            seen.addAll(reported);
            return Optional.of(Set.of());
        });
        assertThat(seen).containsExactlyInAnyOrder("critical:gap", "warning:stale");
        a.change(key, reported -> {
            assertThat(reported).isEmpty();
            return Optional.empty();
        });
    }

    @Test
    void withoutTheServerANodeRemembersWhatItHasReported() {
        SentStates.Key key = new SentStates.Key(SampleResults.SHOP, "drill", "c1");
        SentStates alone = SentStates.in((name, change) -> {
            throw new IllegalStateException("down");
        });
        alone.change(key, reported -> Optional.of(Set.of("critical:gap")));
        Set<String> seen = new HashSet<>();
        alone.change(key, reported -> {
            seen.addAll(reported);
            return Optional.empty();
        });
        assertThat(seen).containsExactly("critical:gap");
    }
}
