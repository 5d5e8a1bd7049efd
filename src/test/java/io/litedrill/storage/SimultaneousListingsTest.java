package io.litedrill.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.storage.StorageException.Kind;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listings of a store whose requests end when the test lets them. */
@Timeout(60)
class SimultaneousListingsTest {
    /** Lists one object below each prefix. */
    private record Scripted(Script script) implements ObjectStore {
        @Override
        public String locate(String key) {
            return "test://" + key;
        }

        @Override
        public void list(String prefix, String after, ObjectVisitor visitor) throws StorageException {
            script.begun(prefix);
            visitor.visit(new StoredObject(prefix + "1", 1, Instant.EPOCH));
        }

        @Override
        public InputStream open(String key, long offset, long length) {
            return InputStream.nullInputStream();
        }

        @Override
        public void close() {
            // has no connections
        }
    }

    private interface Script {
        void begun(String prefix) throws StorageException;
    }

    private static void await(CountDownLatch latch) throws StorageException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(Kind.STOPPED, "stopped");
        }
    }

    private static List<PrefixListing> listings(Predicate<StoredObject> visitor) {
        return Stream.of("a/", "b/", "c/")
                .map(prefix -> new PrefixListing(prefix, "", visitor::test))
                .toList();
    }

    @Test
    void allRequestsAreSentBeforeTheFirstResponse() throws Exception {
        CountDownLatch sent = new CountDownLatch(3);
        ObjectStore store = new Scripted(prefix -> {
            sent.countDown();
            await(sent);
        });
        List<List<String>> keys = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<PrefixListing> listings = List.of(
                new PrefixListing("a/", "", object -> keys.get(0).add(object.key())),
                new PrefixListing("b/", "", object -> keys.get(1).add(object.key())),
                new PrefixListing("c/", "", object -> keys.get(2).add(object.key())));

        SimultaneousListings.run(store, listings);

        assertThat(keys).containsExactly(List.of("a/1"), List.of("b/1"), List.of("c/1"));
    }

    @Test
    void theFailureOfTheFirstListingThatFailedIsThrown() {
        CountDownLatch last = new CountDownLatch(1);
        ObjectStore store = new Scripted(prefix -> {
            if (prefix.equals("c/")) {
                last.countDown();
                throw new StorageException(Kind.UNREACHABLE, "c");
            }
            if (prefix.equals("b/")) {
                await(last);
                throw new StorageException(Kind.ACCESS_DENIED, "b");
            }
        });

        assertThatThrownBy(() -> SimultaneousListings.run(store, listings(object -> true)))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ACCESS_DENIED));
    }

    @Test
    void aFailureStopsTheOtherListings() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        ObjectStore store = new Scripted(prefix -> {
            if (prefix.equals("a/")) {
                await(waiting);
                throw new StorageException(Kind.ACCESS_DENIED, "a");
            }
            if (prefix.equals("b/")) {
                waiting.countDown();
                try {
                    await(new CountDownLatch(1));
                } finally {
                    stopped.countDown();
                }
            }
        });

        assertThatThrownBy(() -> SimultaneousListings.run(store, listings(object -> true)))
                .hasMessage("a");

        stopped.await();
    }

    @Test
    void anInterruptStopsAllListings() {
        CountDownLatch never = new CountDownLatch(1);
        ObjectStore store = new Scripted(prefix -> {
            if (!prefix.equals("a/")) {
                await(never);
            }
        });

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> SimultaneousListings.run(store, listings(object -> true)))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STOPPED));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aFaultOfAVisitorIsThrownAsItIs() {
        ObjectStore store = new Scripted(prefix -> {});

        assertThatThrownBy(() -> SimultaneousListings.run(store, listings(object -> {
                    if (object.key().equals("b/1")) {
                        throw new IllegalStateException("visitor");
                    }
                    return true;
                })))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("visitor");
    }
}
