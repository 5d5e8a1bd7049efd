package io.litedrill.history;

import static io.litedrill.json.SampleResults.NOON;
import static io.litedrill.json.SampleResults.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.litedrill.json.SampleResults;
import io.litedrill.recover.Audit;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresHistoryTest extends HistoryStoreContract {
    private Postgres postgres;
    private PostgresSettings settings;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        postgres = Postgres.start(folder);
    }

    @AfterAll
    void stop() throws Exception {
        postgres.close();
    }

    @BeforeEach
    @Override
    void open() throws Exception {
        settings = postgres.schema();
        super.open();
    }

    @Override
    HistoryStore open(Instant now) {
        return PostgresHistory.open(settings, Retention.DEFAULT, InstantSource.fixed(now));
    }

    @Test
    void severalProcessesCreateTheTablesOnceAndShareThem() throws Exception {
        settings = postgres.schema();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> writers = IntStream.range(0, 4)
                    .<Callable<Boolean>>mapToObj(i -> () -> write("w" + i))
                    .toList();
            List<Boolean> written = new ArrayList<>();
            for (Future<Boolean> writer : threads.invokeAll(writers)) {
                written.add(writer.get());
            }
            assertThat(written).containsOnly(true);
        } finally {
            threads.shutdownNow();
        }
        try (HistoryStore store = open(NOON)) {
            assertThat(store.drills().page("shop", Page.newest(1000))).hasSize(100);
        }
    }

    private boolean write(String name) {
        try (HistoryStore store = open(NOON)) {
            IntStream.range(0, 25)
                    .forEach(i ->
                            store.drills().accept(SampleResults.passedDrill(SHOP, name + i, NOON.plusSeconds(i))));
            return store.trouble().isEmpty();
        }
    }

    /** PostgreSQL stores no NUL in a text; a request over HTTP may contain one. */
    @Test
    void textsWithANulAreStoredWithoutIt() {
        try (HistoryStore store = open(NOON)) {
            store.keep(new Audit.Attempt("-", "192.0.2.1", "a\0b", "restore", "404"));

            assertThat(store.attempts(1)).extracting(kept -> kept.attempt().database()).containsExactly("a\uFFFDb");
            assertThat(store.trouble()).isEmpty();
        }
    }

    @Test
    void anAddressOfAnotherSystemIsRefusedWithoutItsPassword() {
        PostgresSettings wrong =
                new PostgresSettings("jdbc:mysql://db/x?password=hunter2", Optional.empty(), Optional.empty());

        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> PostgresHistory.open(wrong, Retention.DEFAULT, InstantSource.system()))
                .withMessageContaining("jdbc:mysql://db/x: no history: this is not a URL of PostgreSQL")
                .withMessageNotContaining("hunter2");
    }
}
