package io.litedrill.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.app.FoundContent.Change;
import io.litedrill.app.FoundReplicas.Entry;
import io.litedrill.storage.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoundReplicasTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    @TempDir
    Path home;

    private static Entry entry(String prefix, String path) {
        return new Entry(prefix, path, Optional.empty());
    }

    private void found(String prefix, String path, Instant at) throws StorageException {
        new FoundReplicas(home).apply(new Change(Set.of(prefix), List.of(), List.of(entry(prefix, path)), at));
    }

    private List<Entry> stored() throws StorageException {
        return new FoundReplicas(home).read();
    }

    /** For example two daemons, or a daemon and a command. */
    @Test
    void noEntryOfTwoSearchesAtOneTimeIsLost() throws Exception {
        int each = 40;
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> searches = List.of("a", "b").stream()
                    .<Future<?>>map(prefix -> threads.submit(() -> {
                        for (int i = 0; i < each; i++) {
                            found(prefix, String.valueOf(i), NOW);
                        }
                        return prefix;
                    }))
                    .toList();
            for (Future<?> search : searches) {
                search.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(stored())
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, each)
                        .mapToObj(String::valueOf)
                        .flatMap(path -> List.of(entry("a", path), entry("b", path)).stream())
                        .toList());
    }

    @Test
    void entriesOfAPrefixThatIsSearchedNoMoreEndAfterNinetyDays() throws Exception {
        found("removed", "app", NOW);
        found("searched", "app", NOW);
        for (int day = 1; day <= 90; day++) {
            found("searched", "app", NOW.plus(Duration.ofDays(day)));
        }
        assertThat(stored()).containsExactlyInAnyOrder(entry("removed", "app"), entry("searched", "app"));

        found("searched", "app", NOW.plus(Duration.ofDays(91)));

        assertThat(stored()).containsExactly(entry("searched", "app"));
    }

    /** A machine that was off must report missing replicas when it runs again. */
    @Test
    void entriesOfAConfigurationThatWasNotUsedForAYearStay() throws Exception {
        found("a", "app", NOW);
        found("a", "other", NOW.plus(Duration.ofDays(365)));

        assertThat(stored()).containsExactly(entry("a", "app"), entry("a", "other"));
    }

    @Test
    void aFileOfAnEarlierVersionHasItsNinetyDaysFromTheFirstSearch() throws Exception {
        Files.writeString(home.resolve("discovered.json"), """
                {"replicas":[{"prefix":"removed","path":"app","missing_since":null}]}""");

        found("a", "app", NOW);
        found("a", "app", NOW.plus(Duration.ofDays(90)));
        assertThat(stored()).containsExactly(entry("removed", "app"), entry("a", "app"));

        found("a", "app", NOW.plus(Duration.ofDays(91)));
        assertThat(stored()).containsExactly(entry("a", "app"));
    }

    @Test
    void aSearchThatFindsTheSameWritesNothing() throws Exception {
        found("a", "app", NOW);
        Path file = home.resolve("discovered.json");
        Object before = Files.getAttribute(file, "unix:ino");

        found("a", "app", NOW.plus(Duration.ofHours(23)));

        assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(before);
    }
}
