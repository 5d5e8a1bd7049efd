package io.litedrill.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.litedrill.storage.StorageException.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other texts continue after a message without a full stop. */
class StorageExceptionTest {
    @Test
    void aMessageEndsWithoutAFullStop() {
        assertThat(new StorageException(Kind.CHANGED, "list again.")).hasMessage("list again");
        assertThat(new StorageException(Kind.CHANGED, "list again.", new RuntimeException()))
                .hasMessage("list again");
        assertThat(new StorageException(Kind.CHANGED, "s3://b/p?...")).hasMessage("s3://b/p?...");
    }

    @Test
    void soDoesThatOfAFolderThatIsNotThere(@TempDir Path folder) {
        FileObjectStore store = new FileObjectStore(folder.resolve("away"), StorageListener.NONE);
        StorageException failure =
                catchThrowableOfType(StorageException.class, () -> store.list("", "", object -> true));
        assertThat(failure).hasMessageEndingWith("and that the volume is mounted");
    }
}
