package io.litedrill.drill;

import io.litedrill.files.RegularFiles;
import io.litedrill.replica.timeline.LtxLineage;
import io.litedrill.verify.Verification;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Describes a database that was made from a verified copy with newer files, after its tests.
 *
 * @param forks breaks between the files of the copy and the newer ones
 */
record CopiedDatabase(Path file, Verification verification, List<LtxLineage.Break> forks) {
    /**
     * Returns why the newer files do not fit to the copy; empty if they do. The files of the replica alone may be
     * sound, and of one writer.
     */
    Optional<String> fault() {
        if (!RegularFiles.is(file)) {
            return Optional.of("the kept copy was removed while it was tested");
        }
        if (RestoreFindings.isMalformed(verification)) {
            return Optional.of("the kept copy did not pass SQLite's checks after newer files were applied");
        }
        return forks.stream()
                .map(each -> each.second().object().key() + " does not continue the kept copy: " + each.why())
                .findFirst();
    }
}
