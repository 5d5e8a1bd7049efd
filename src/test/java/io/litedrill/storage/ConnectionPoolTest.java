package io.litedrill.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest {
    private final Numbers numbers = new Numbers();
    private final Requests requests =
            new Requests(new ProgressWatch(Timeouts.DEFAULT, System::nanoTime), StorageListener.NONE);
    private final ConnectionPool<Integer> pool = new ConnectionPool<>(numbers, Timeouts.DEFAULT);

    @AfterEach
    void close() {
        requests.watch().close();
    }

    private int used() throws Exception {
        return pool.use(requests, connection -> connection);
    }

    @Test
    void anIdleConnectionIsUsedAgain() throws Exception {
        assertThat(List.of(used(), used())).containsExactly(1, 1);
    }

    @Test
    void aBrokenIdleConnectionIsEndedBeforeAnotherOneIsMade() throws Exception {
        int first = used();
        numbers.broken.add(first);

        assertThat(used()).isEqualTo(2);
        assertThat(numbers.ended).containsExactly(1);
    }

    @Test
    void closingEndsEveryConnection() throws Exception {
        int taken = pool.open(requests, connection -> connection);
        assertThat(used()).isEqualTo(2);

        pool.close();
        pool.giveBack(taken);

        assertThat(numbers.ended).containsExactlyInAnyOrder(1, 2);
        assertThat(numbers.closed).isTrue();
    }

    /** Uses numbers as connections. */
    private static final class Numbers implements ConnectionPool.Connector<Integer> {
        private final Set<Integer> broken = new HashSet<>();
        private final List<Integer> ended = new ArrayList<>();
        private int made;
        private boolean closed;

        @Override
        public String place() {
            return "numbers";
        }

        @Override
        public Integer connect() {
            return ++made;
        }

        @Override
        public boolean isOpen(Integer connection) {
            return !broken.contains(connection);
        }

        @Override
        public boolean isUsableAfter(Exception failure) {
            return false;
        }

        @Override
        public void end(Integer connection) {
            ended.add(connection);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
