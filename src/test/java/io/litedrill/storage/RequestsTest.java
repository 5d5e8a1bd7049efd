package io.litedrill.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.StorageListener.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Internal errors are unrelated to the store, and must not be reported as an unreachable store. */
class RequestsTest {
    private static final S3Settings BUCKET = new S3Settings(
            "bucket",
            new S3Endpoint(Optional.empty(), Optional.of("us-east-1"), false, false),
            Optional.of(new S3Credentials("id", "secret")),
            Optional.empty());

    private final StorageCount count = new StorageCount();
    private final ProgressWatch watch = new ProgressWatch(Timeouts.DEFAULT, System::nanoTime);
    private final Requests requests = new Requests(watch, count);

    @AfterEach
    void close() {
        watch.close();
    }

    private void fails(Exception failure) throws StorageException {
        requests.send(Operation.LIST, "there", new ConnectionErrors("the store", List.of())::unanswered, () -> {
            throw failure;
        });
    }

    @Test
    void faultsOfAProgramAreNotExplained() {
        for (RuntimeException fault : List.of(
                new NullPointerException("a"),
                new IndexOutOfBoundsException("b"),
                new IllegalArgumentException("c"),
                new RuntimeException(new ClassCastException("d")))) {
            assertThatThrownBy(() -> fails(fault)).isSameAs(fault);
        }
        assertThat(count.requests()).as("they are counted").isEqualTo(4);
    }

    @Test
    void failuresOfAConnectionAreExplained() {
        for (Exception failure : List.of(
                new IOException("a"),
                new UncheckedIOException(new IOException("b")),
                new RuntimeException(new IOException("c")),
                new IllegalStateException("closed"),
                new RejectedExecutionException("closed"))) {
            assertThatThrownBy(() -> fails(failure)).isInstanceOfSatisfying(StorageException.class, explained -> {
                assertThat(explained.kind()).isEqualTo(Kind.UNREACHABLE);
                assertThat(explained).hasMessageStartingWith("there: the store did not answer");
            });
        }
    }

    /** A library throws them for a time or number in a response. */
    @Test
    void valuesThatCannotBeReadAreAnswersOfAnotherProgram() {
        for (RuntimeException failure : List.of(
                new DateTimeException("Text 'yesterday' could not be parsed"),
                new NumberFormatException("For input string: \"yesterday\""),
                new RuntimeException(new DateTimeException("yesterday")),
                new CompletionException(new NumberFormatException("yesterday")))) {
            assertThatThrownBy(() -> fails(failure)).isInstanceOfSatisfying(StorageException.class, explained -> {
                assertThat(explained.kind()).isEqualTo(Kind.UNREACHABLE);
                assertThat(explained)
                        .hasMessageStartingWith("there: the store gave an answer that cannot be read: ")
                        .hasMessageContaining("yesterday")
                        .hasMessageContaining("whether a proxy or another program answers in its place");
            });
        }
    }

    @Test
    void anS3ClientThatIsClosedDiffersFromOneWithAFault() {
        assertThatThrownBy(() -> list(new IllegalStateException("Connection pool shut down")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("the store has been closed");
        assertThatThrownBy(() -> list(new NullPointerException("fault"))).isInstanceOf(NullPointerException.class);
    }

    private static void list(RuntimeException failure) throws StorageException {
        try (ObjectStore store =
                new S3ObjectStore(new Failing(failure), BUCKET, Timeouts.DEFAULT, StorageListener.NONE, 10)) {
            store.list("", "", object -> true);
        }
    }

    private record Failing(RuntimeException failure) implements S3Client {
        @Override
        public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
            throw failure;
        }

        @Override
        public String serviceName() {
            return "s3";
        }

        @Override
        public void close() {
            // it has no connections
        }
    }
}
