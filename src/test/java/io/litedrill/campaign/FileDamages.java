package io.litedrill.campaign;

import io.litedrill.campaign.Damage.Kind;
import io.litedrill.campaign.Places.Field;
import io.litedrill.replica.format.Lz4Builder;
import io.litedrill.replica.format.Lz4Frames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damage to one file: it is deleted or truncated, or a bit is flipped. */
final class FileDamages {
    private final ReplicaImage image;
    private final Finished finished;
    private final int pageSize;
    private final Random random;

    FileDamages(SoundReplica replica, Random random) {
        this.image = replica.image();
        this.finished = new Finished(image);
        this.pageSize = replica.pageSize();
        this.random = random;
    }

    /** Returns each kind of damage to every file once, and a flipped bit in each of its fields. */
    List<Damage> systematic() {
        List<Damage> all = new ArrayList<>();
        for (String path : image.paths()) {
            all.add(new Damage(finished.kindOfDeleting(path), "deleted " + path, new Change.Delete(path)));
            all.addAll(cuts(path));
            for (Field field : Places.of(path, image.bytes(path))) {
                all.add(flip(Kind.FLIPPED_FIELD, path, field));
            }
            if (path.contains("/wal/")) {
                all.addAll(inside((CaseNames.Segment) CaseNames.of(path)));
            }
        }
        return all;
    }

    private List<Damage> cuts(String path) {
        int size = image.file(path).size();
        int header = path.endsWith(".ltx") ? 100 : 7;
        return List.of(
                cut(Kind.EMPTIED, path, 0),
                cut(Kind.CUT_HEADER, path, 1 + random.nextInt(Math.min(header, size) - 1)),
                cut(Kind.CUT_MIDDLE, path, header + random.nextInt(size - header - 1)),
                cut(Kind.CUT_LAST, path, size - 1));
    }

    private Damage cut(Kind kind, String path, int size) {
        return new Damage(
                kind,
                "cut to " + size + " bytes: " + path,
                Change.put(path, Arrays.copyOf(image.bytes(path), size), image.time(path)));
    }

    /** Returns a flip of any bit in any file. */
    Damage anyFlip() {
        List<String> paths = image.paths();
        String path = paths.get(random.nextInt(paths.size()));
        return flip(
                Kind.FLIPPED_PAYLOAD,
                path,
                new Field("payload", 0, image.file(path).size()));
    }

    private Damage flip(Kind kind, String path, Field field) {
        byte[] bytes = image.bytes(path);
        int at = field.anyByte(random);
        int bit = random.nextInt(8);
        bytes[at] ^= (byte) (1 << bit);
        return new Damage(
                kind,
                "bit " + bit + " of byte " + at + " (" + field.name() + ") flipped: " + path,
                Change.put(path, bytes, image.time(path)));
    }

    private List<Damage> inside(CaseNames.Segment segment) {
        byte[] content = content(image.bytes(segment.path()));
        return Places.wal(segment.offset() == 0, pageSize, content.length).stream()
                .map(field -> inside(segment.path(), content.clone(), field))
                .toList();
    }

    private Damage inside(String path, byte[] content, Field field) {
        int at = field.anyByte(random);
        content[at] ^= (byte) (1 << random.nextInt(8));
        return new Damage(
                Kind.FLIPPED_INSIDE,
                "a bit of uncompressed byte " + at + " (" + field.name() + ") flipped: " + path,
                Change.put(path, Lz4Builder.frame(content), image.time(path)));
    }

    /** Returns the content of an LZ4 frame. */
    static byte[] content(byte[] frame) {
        try (var in = Lz4Frames.open(new ByteArrayInputStream(frame))) {
            return in.readAllBytes();
        } catch (IOException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }
}
