package io.litedrill.kept;

import io.litedrill.files.RegularFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Compares a database with the checksums of its pages. Only files that this user or root can have written are read.
 *
 * @param sums file with the checksums
 */
record CopyCheck(Path database, Path sums) {
    /** Requires the size and the checksums that a state names. Reads no page. */
    void requireFit(KeptState state) throws UnfitException {
        try (FileChannel channel = trusted(database);
                PageSums stored = new PageSums(trusted(sums), state.shape().pageSize())) {
            if (channel.size() != state.shape().bytes()
                    || stored.pages() != state.shape().pages()
                    || !stored.digest().equals(state.sums())) {
                throw new UnfitException("the kept copy, or its checksums, are not as the last drill left them");
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Requires that each page has its stored checksum. */
    void requireSums(int pageSize) throws UnfitException {
        try (FileChannel channel = trusted(database);
                PageSums stored = new PageSums(trusted(sums), pageSize)) {
            if (channel.size() != stored.pages() * pageSize) {
                throw new UnfitException("the kept copy has more or fewer pages than checksums");
            }
            OptionalLong other = stored.firstDifference(channel);
            if (other.isPresent()) {
                throw new UnfitException("page " + other.getAsLong() + " of the kept copy has another checksum");
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static FileChannel trusted(Path file) throws IOException {
        RegularFiles.requireTrusted(file);
        return RegularFiles.open(file);
    }

    private static UnfitException unreadable(IOException e) {
        return new UnfitException("the kept copy cannot be read (" + e.getMessage() + ")");
    }
}
