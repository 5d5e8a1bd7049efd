package io.litedrill.campaign;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Finds the fields of a file, so that a bit of each can be flipped. */
final class Places {
    private static final int LTX_HEADER = 100;

    private Places() {}

    /**
     * A field.
     *
     * @param length in bytes, above 0
     */
    record Field(String name, int offset, int length) {
        int anyByte(Random random) {
            return offset + random.nextInt(length);
        }
    }

    /** Returns the fields of a file of either layout. */
    static List<Field> of(String path, byte[] bytes) {
        return path.endsWith(".ltx") ? ltx(bytes) : lz4(bytes);
    }

    private static List<Field> lz4(byte[] bytes) {
        int end = bytes.length;
        return List.of(
                new Field("LZ4 magic", 0, 4),
                new Field("LZ4 flags", 4, 1),
                new Field("LZ4 descriptor", 5, 1),
                new Field("LZ4 header checksum", 6, 1),
                new Field("LZ4 block size", 7, 4),
                new Field("first bytes of the block", 11, 8),
                new Field("last bytes of the block", end - 16, 8),
                new Field("LZ4 end mark", end - 8, 4),
                new Field("LZ4 content checksum", end - 4, 4));
    }

    /**
     * Returns the fields of the content of a WAL segment: the WAL header if the segment begins with it, and the frame
     * headers.
     */
    static List<Field> wal(boolean first, int pageSize, int length) {
        List<Field> fields = new ArrayList<>();
        if (first) {
            String[] names = {
                "magic", "version", "page size", "sequence", "salt 1", "salt 2", "checksum 1", "checksum 2"
            };
            for (int i = 0; i < names.length; i++) {
                fields.add(new Field("WAL header " + names[i], 4 * i, 4));
            }
        }
        String[] names = {"page number", "commit", "salt 1", "salt 2", "checksum 1", "checksum 2"};
        int start = first ? 32 : 0;
        int frames = (length - start) / (pageSize + 24);
        for (int frame : frames > 1 ? new int[] {0, frames - 1} : new int[] {0}) {
            int at = start + frame * (pageSize + 24);
            for (int i = 0; i < names.length; i++) {
                fields.add(new Field("WAL frame " + frame + " " + names[i], at + 4 * i, 4));
            }
            fields.add(new Field("WAL frame " + frame + " page", at + 24, pageSize));
        }
        return fields;
    }

    private static List<Field> ltx(byte[] bytes) {
        List<Field> fields = new ArrayList<>(List.of(
                new Field("magic", 0, 4),
                new Field("flags", 4, 4),
                new Field("page size", 8, 4),
                new Field("commit", 12, 4),
                new Field("min TXID", 16, 8),
                new Field("max TXID", 24, 8),
                new Field("timestamp", 32, 8),
                new Field("pre-apply checksum", 40, 8),
                new Field("WAL offset", 48, 8),
                new Field("WAL size", 56, 8),
                new Field("salt 1", 64, 4),
                new Field("salt 2", 68, 4),
                new Field("node id", 72, 8),
                new Field("reserved", 80, 20)));
        ByteBuffer file = ByteBuffer.wrap(bytes);
        int indexEnd = bytes.length - 24;
        int index = indexEnd - (int) file.getLong(indexEnd);
        fields.addAll(frame("first frame", file, LTX_HEADER));
        fields.addAll(frame("last frame", file, lastFrame(file, index)));
        fields.add(new Field("end of pages", index - 6, 6));
        fields.add(new Field("page index, first entry", index, 3));
        fields.add(new Field("page index", index, indexEnd - index));
        fields.add(new Field("page index, end", indexEnd - 1, 1));
        fields.add(new Field("page index, length", indexEnd, 8));
        fields.add(new Field("post-apply checksum", indexEnd + 8, 8));
        fields.add(new Field("file checksum", indexEnd + 16, 8));
        return fields;
    }

    private static List<Field> frame(String name, ByteBuffer file, int at) {
        boolean sized = (file.getShort(at + 4) & 1) != 0;
        return List.of(
                new Field(name + ", page number", at, 4),
                new Field(name + ", flags", at + 4, 2),
                new Field(name + (sized ? ", size" : ", LZ4 magic"), at + 6, 4),
                new Field(name + ", payload", at + 10, 4));
    }

    private static int lastFrame(ByteBuffer file, int index) {
        ByteBuffer entries = file.duplicate().position(index);
        int last = LTX_HEADER;
        while (varint(entries) != 0) {
            last = (int) varint(entries);
            varint(entries);
        }
        return last;
    }

    private static long varint(ByteBuffer bytes) {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = bytes.get();
            value |= (long) (next & 0x7F) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }
}
