package io.litedrill.verify;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.SQLException;

/** Databases made to cause harm. */
final class HostileFiles {
    private static final int PAGE = 512;
    private static final int LEVELS = 10;
    private static final int CHILDREN = 60;

    private HostileFiles() {}

    /**
     * Creates a table of a few pages, each of whose children is the next page sixty times: counting its rows would
     * take more than a lifetime.
     */
    static Path bomb(Path file) throws SQLException, IOException {
        Sqlite.run(
                file,
                "PRAGMA page_size=" + PAGE,
                "CREATE TABLE bomb(a)",
                "INSERT INTO bomb SELECT zeroblob(400) FROM (" + Sqlite.rows(LEVELS + 20) + ")");
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            for (int page = 2; page < 2 + LEVELS; page++) {
                out.seek((page - 1L) * PAGE);
                out.write(interior(page + 1));
            }
            out.seek((LEVELS + 1L) * PAGE);
            out.write(leaf());
        }
        return file;
    }

    /**
     * Returns an interior page of a table: header, pointers to cells, and at its end the cells, each a page number
     * and a key of one byte.
     */
    private static byte[] interior(int child) {
        ByteBuffer page = ByteBuffer.allocate(PAGE);
        int cells = PAGE - CHILDREN * 5;
        page.put((byte) 5)
                .putShort((short) 0)
                .putShort((short) CHILDREN)
                .putShort((short) cells)
                .put((byte) 0)
                .putInt(child);
        for (int i = 0; i < CHILDREN; i++) {
            page.putShort((short) (cells + i * 5));
        }
        page.position(cells);
        for (int i = 0; i < CHILDREN; i++) {
            page.putInt(child).put((byte) (i + 1));
        }
        return page.array();
    }

    /**
     * Returns a leaf with one row, because SQLite accepts no empty page as a part of a tree: its cell is at the end.
     */
    private static byte[] leaf() {
        byte[] row = {2, 1, 2, 8};
        return ByteBuffer.allocate(PAGE)
                .put((byte) 13)
                .putShort((short) 0)
                .putShort((short) 1)
                .putShort((short) (PAGE - row.length))
                .put((byte) 0)
                .putShort((short) (PAGE - row.length))
                .position(PAGE - row.length)
                .put(row)
                .array();
    }
}
