package io.litedrill.verify;

import io.litedrill.files.RegularFiles;
import io.litedrill.replica.format.MalformedException;
import io.litedrill.replica.format.SqliteHeader;
import io.litedrill.replica.format.UnsupportedException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks the header of a database file, and compares it with the file size. SQLite uses the header or the
 * size, depending on the case; both must be right in a restored file.
 */
final class HeaderCheck {
    private HeaderCheck() {}

    /**
     * The result of the header check. If the file is unusable, SQLite must not open it: it would accept an empty file
     * as a sound one.
     */
    record Header(QueryResult answer, Optional<String> unusable) {}

    /** Checks a file. An interrupt closes the channel and makes the result inconclusive. Does not wait for a pipe. */
    static Header check(Path file) {
        try (FileChannel in = RegularFiles.open(file)) {
            long length = in.size();
            if (length < SqliteHeader.SIZE) {
                String what = length == 0 ? "the file is empty" : "the file has " + length + " bytes, a header has 100";
                return new Header(QueryResult.failed(what), Optional.of(what));
            }
            byte[] header = Channels.newInputStream(in).readNBytes(SqliteHeader.SIZE);
            return new Header(check(header, length), Optional.empty());
        } catch (IOException e) {
            String what = "cannot be read: " + e.getMessage();
            return new Header(QueryResult.inconclusive(what), Optional.of(what));
        }
    }

    private static QueryResult check(byte[] bytes, long length) throws IOException {
        try {
            SqliteHeader header = SqliteHeader.parse(bytes);
            List<String> wrong = size(header, length);
            return wrong.isEmpty()
                    ? QueryResult.passed(length / header.pageSize() + " pages of " + header.pageSize() + " bytes")
                    : QueryResult.failed(String.join("; ", wrong));
        } catch (MalformedException e) {
            return QueryResult.failed(String.valueOf(e.getMessage()));
        } catch (UnsupportedException e) {
            return QueryResult.inconclusive(String.valueOf(e.getMessage()));
        }
    }

    private static List<String> size(SqliteHeader header, long length) {
        List<String> wrong = new ArrayList<>();
        int pageSize = header.pageSize();
        if (length % pageSize != 0) {
            wrong.add("the file's " + length + " bytes are no multiple of its page size " + pageSize);
        }
        long pages = header.pages();
        // a count of 0, or one that an old SQLite left behind, is meaningless
        if (pages > 0 && header.versions().pagesAreValid() && pages * pageSize != length) {
            wrong.add("the header counts " + pages + " pages of " + pageSize + " bytes, the file has " + length
                    + " bytes" + (length < pages * pageSize ? " (truncated)" : ""));
        }
        return wrong;
    }
}
