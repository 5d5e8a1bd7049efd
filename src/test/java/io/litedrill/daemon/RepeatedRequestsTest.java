package io.litedrill.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.http.Actions.Started;
import io.litedrill.http.IdempotencyKey;
import io.litedrill.http.Problem;
import io.litedrill.http.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which run a repeated request returns, also while the keys cannot be stored or the history cannot be read. */
class RepeatedRequestsTest {
    private static final IdempotencyKey KEY = new IdempotencyKey("aa", "11");

    @TempDir
    Path folder;

    private static Optional<Started> kept(String id) {
        return Optional.of(new Started(id, false, CompletableFuture.completedStage(id)));
    }

    private RepeatedRequests in(Path place, Function<String, Optional<Started>> runs) {
        return new RepeatedRequests(Optional.of(place), runs);
    }

    private static void answer(RepeatedRequests requests, String runId, boolean refused) {
        assertThat(requests.repeated(KEY)).isEmpty();
        requests.begins(KEY, runId);
        requests.answered(KEY, refused);
    }

    private static Optional<String> repeated(RepeatedRequests requests) {
        return requests.repeated(KEY).map(Started::id);
    }

    @Test
    void aKeyIsKnownAlsoAfterARestart() {
        answer(in(folder, RepeatedRequestsTest::kept), "run-1", false);

        assertThat(repeated(in(folder, RepeatedRequestsTest::kept))).contains("run-1");
    }

    /** For example, on a full disk. */
    @Test
    void aKeyThatCannotBeStoredIsKnownUntilTheEndOfTheProcess() throws Exception {
        RepeatedRequests requests = in(Files.createFile(folder.resolve("no-folder")), RepeatedRequestsTest::kept);
        answer(requests, "run-1", true);
        answer(requests, "run-2", false);

        assertThat(repeated(requests)).contains("run-2");
        assertThatThrownBy(() -> requests.repeated(new IdempotencyKey("aa", "22")))
                .hasMessageContaining("another body")
                .hasMessageContaining("run-2");
    }

    @Test
    void keysStayWhileTheHistoryCannotBeRead() {
        answer(in(folder, RepeatedRequestsTest::kept), "run-1", false);

        RepeatedRequests requests = in(folder, id -> {
            throw new ProblemException(Problem.UNAVAILABLE, "the history does not answer");
        });
        assertThatCode(requests::prune).doesNotThrowAnyException();

        assertThatThrownBy(() -> requests.repeated(KEY)).hasMessageContaining("does not answer");
        assertThat(repeated(in(folder, RepeatedRequestsTest::kept))).contains("run-1");
    }

    @Test
    void aKeyIsFreeAgainWhenItsRunIsNotKept() {
        answer(in(folder, RepeatedRequestsTest::kept), "run-1", false);
        RepeatedRequests requests = in(folder, id -> Optional.empty());

        requests.prune();

        assertThat(folder).isEmptyDirectory();
        assertThat(repeated(requests)).isEmpty();
    }
}
