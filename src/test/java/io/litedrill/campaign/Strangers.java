package io.litedrill.campaign;

import io.litedrill.campaign.Damage.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Files of another database, one at a time or all of them, as when two writers share a location. */
final class Strangers {
    private static final int MOST_STRANGERS = 3;

    private final ReplicaImage image;
    private final List<SoundReplica> others;

    Strangers(SoundReplica replica, List<SoundReplica> all) {
        this.image = replica.image();
        this.others = all.stream()
                .filter(other -> !other.name().equals(replica.name()))
                .toList();
    }

    List<Damage> all() {
        List<Damage> all = new ArrayList<>();
        for (String path : image.paths()) {
            all.addAll(inPlaceOf(path));
        }
        for (SoundReplica other : others) {
            all.addAll(added(other));
            all.addAll(writers(other));
            all.addAll(merged(other));
        }
        return all;
    }

    /** Returns the files of the same name first, because they fit best; otherwise files of the same kind. */
    private List<Damage> inPlaceOf(String path) {
        CaseNames name = CaseNames.of(path);
        return others.stream()
                .flatMap(other -> sameKind(name, other).limit(1).map(theirs -> inPlaceOf(path, other, theirs)))
                .limit(MOST_STRANGERS)
                .toList();
    }

    private static Stream<String> sameKind(CaseNames name, SoundReplica other) {
        return other.image().paths().stream().filter(path -> fits(name, CaseNames.of(path)));
    }

    private static boolean fits(CaseNames mine, CaseNames theirs) {
        if (mine instanceof CaseNames.Ltx a && theirs instanceof CaseNames.Ltx b) {
            return a.min() == b.min() && a.max() == b.max();
        }
        if (mine instanceof CaseNames.Segment a && theirs instanceof CaseNames.Segment b) {
            return a.offset() == 0 ? b.offset() == 0 : b.offset() > 0;
        }
        return mine.getClass().equals(theirs.getClass()) && !(mine instanceof CaseNames.Ltx);
    }

    private Damage inPlaceOf(String path, SoundReplica other, String theirs) {
        return new Damage(
                Kind.FOREIGN,
                theirs + " of " + other.name() + " in the place of " + path,
                Change.put(path, other.image().bytes(theirs), image.time(path)));
    }

    private List<Damage> added(SoundReplica other) {
        Instant later = image.newest().plusSeconds(1);
        long newest = new Finished(image)
                .ltxFiles().stream().mapToLong(CaseNames.Ltx::max).max().orElse(0);
        return new Finished(other.image())
                .ltxFiles().stream()
                        .filter(file -> newest > 0 && file.level() == 0 && file.min() == newest + 1)
                        .map(file -> new Damage(
                                Kind.FOREIGN_ADDED,
                                file.path() + " of " + other.name() + " added behind the newest",
                                Change.put(file.path(), other.image().bytes(file.path()), later)))
                        .toList();
    }

    /** Adds all LTX files of the other replica whose names do not exist here. */
    private List<Damage> merged(SoundReplica other) {
        List<Change> changes = other.image().paths("ltx/").stream()
                .filter(path -> !image.has(path))
                .map(path -> Change.put(
                        path, other.image().bytes(path), other.image().time(path)))
                .toList();
        boolean both = !changes.isEmpty() && !image.paths("ltx/").isEmpty();
        return both ? List.of(new Damage(Kind.MERGED, "the files of " + other.name() + " added", changes)) : List.of();
    }

    private List<Damage> writers(SoundReplica other) {
        return Stream.concat(
                        Stream.of(-1, 1).flatMap(seconds -> generations(other, Duration.ofSeconds(seconds)).stream()),
                        interleaved(other).stream())
                .toList();
    }

    /**
     * Adds the other replica's generations, with its newest file younger than the newest file here by this duration.
     */
    private List<Damage> generations(SoundReplica other, Duration younger) {
        List<String> theirs = other.image().paths("generations/");
        if (theirs.isEmpty() || image.paths("generations/").isEmpty()) {
            return List.of();
        }
        Duration shift = Duration.between(other.image().newest(), image.newest().plus(younger));
        List<Change> changes = theirs.stream()
                .map(path -> Change.put(
                        path,
                        other.image().bytes(path),
                        other.image().time(path).plus(shift)))
                .toList();
        String what = "generations of " + other.name() + " written at the same time, ending " + younger + " after";
        return List.of(new Damage(Kind.TWO_WRITERS, what, changes));
    }

    /** Replaces files by those of the other replica: from one TXID on, every second one, or up to one. */
    private List<Damage> interleaved(SoundReplica other) {
        List<CaseNames.Ltx> shared = new Finished(other.image())
                .ltxFiles().stream().filter(file -> image.has(file.path())).toList();
        if (shared.size() < 3) {
            return List.of();
        }
        int half = shared.size() / 2;
        List<CaseNames.Ltx> even =
                shared.stream().filter(file -> file.max() % 2 == 0).toList();
        return Stream.of(even, shared.subList(half, shared.size()), shared.subList(0, half), shared.subList(1, half))
                .filter(files -> !files.isEmpty())
                .map(files -> overwritten(other, files))
                .toList();
    }

    private Damage overwritten(SoundReplica other, List<CaseNames.Ltx> files) {
        List<Change> changes = files.stream()
                .map(file -> Change.put(file.path(), other.image().bytes(file.path()), image.time(file.path())))
                .toList();
        String what = files.size() + " files overwritten by those of " + other.name() + ", from "
                + files.get(0).path() + " to " + files.get(files.size() - 1).path();
        return new Damage(Kind.TWO_WRITERS, what, changes);
    }
}
