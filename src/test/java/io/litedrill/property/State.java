package io.litedrill.property;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A database after one of its transactions, page by page.
 *
 * @param pages the first is page 1; never modified
 */
record State(int pageSize, List<ByteBuffer> pages) {
    State {
        pages = List.copyOf(pages);
    }

    /**
     * The writes of a transaction.
     *
     * @param pages of the database after it
     * @param written by page number; every page by which the database grew is among them
     */
    record Change(int pages, SortedMap<Integer, ByteBuffer> written) {}

    /** Returns a database of random pages. */
    static State random(Random random, int pageSize, int count) {
        List<ByteBuffer> pages = new ArrayList<>();
        for (int pgno = 1; pgno <= count; pgno++) {
            pages.add(page(random, pageSize, pgno));
        }
        return new State(pageSize, pages);
    }

    /** Returns random content; page 1 begins like that of a database. */
    private static ByteBuffer page(Random random, int pageSize, int pgno) {
        byte[] page = new byte[pageSize];
        byte[] noise = new byte[random.nextInt(pageSize / 2) + 8];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, page, pageSize - noise.length, noise.length);
        if (pgno == 1) {
            ByteBuffer.wrap(page)
                    .put("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII))
                    .putShort((short) (pageSize == 65536 ? 1 : pageSize))
                    .put(new byte[] {2, 2, 0, 64, 32, 32})
                    .put(new byte[76]);
        }
        return ByteBuffer.wrap(page);
    }

    /** Returns a possible next transaction: some pages change, and the database grows, shrinks or keeps its size. */
    Change next(Random random, int most) {
        int count = size(random, most);
        SortedMap<Integer, ByteBuffer> written = new TreeMap<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int pgno = 1 + random.nextInt(count);
            written.put(pgno, page(random, pageSize, pgno));
        }
        for (int pgno = pages.size() + 1; pgno <= count; pgno++) {
            written.put(pgno, page(random, pageSize, pgno));
        }
        return new Change(count, written);
    }

    private int size(Random random, int most) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> Math.min(most, pages.size() + 1 + random.nextInt(3));
            case 3 -> 1 + random.nextInt(pages.size());
            default -> pages.size();
        };
    }

    /** Returns the state after a transaction. */
    State after(Change change) {
        List<ByteBuffer> next = new ArrayList<>();
        for (int pgno = 1; pgno <= change.pages(); pgno++) {
            ByteBuffer written = change.written().get(pgno);
            next.add(written == null ? pages.get(pgno - 1) : written);
        }
        return new State(pageSize, next);
    }

    /** Returns the bytes of a page. */
    static byte[] copy(ByteBuffer page) {
        byte[] bytes = new byte[page.remaining()];
        page.duplicate().get(bytes);
        return bytes;
    }

    /** Returns the bytes of the file. */
    byte[] bytes() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        pages.forEach(page -> file.writeBytes(copy(page)));
        return file.toByteArray();
    }

    @Override
    public String toString() {
        return pages.size() + " pages of " + pageSize;
    }
}
