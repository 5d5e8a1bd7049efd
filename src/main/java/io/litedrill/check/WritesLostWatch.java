package io.litedrill.check;

import io.litedrill.check.WalMemory.LostWrites;
import io.litedrill.check.WalMemory.SeenCommit;
import io.litedrill.live.LiveState;
import io.litedrill.live.WalLeftovers;
import io.litedrill.replica.Replica;
import io.litedrill.replica.Salts;
import io.litedrill.replica.scan.LtxPages;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.replica.scan.ReplicatedWal;
import io.litedrill.replica.scan.WalHandover;
import io.litedrill.replica.scan.WalHandovers;
import io.litedrill.storage.StorageException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Finds commits of the live database that never reached the replica. Litestream 0.5 loses them when SQLite restarts the
 * WAL while Litestream does not run, or before Litestream has read the end of the WAL: it continues with the new WAL
 * and logs nothing.
 *
 * <p>Three facts together prove the loss. The live WAL had a commit at an offset: a check read it, or its frames are
 * still behind those of the new WAL. The replica ends before that offset in that WAL. And its next file, without a
 * transaction id in between, is made from a later WAL, so that no upload can follow. A next file that holds the whole
 * database, or each page of the lost commits, contains them in another way.
 */
final class WritesLostWatch {
    /** Maximum number of restarts between two WALs that count as close to each other. */
    private static final long CLOSE = 1000;

    private static final long SALT = 1L << 32;
    private static final int MOST_COMMITS = 16;
    private static final int MOST_LOSSES = 16;

    private final Evidence evidence;
    private final Replica replica;
    private final WalHandovers handovers;
    private final Optional<LiveState.Present> live;
    private final Optional<WalLeftovers> leftovers;

    private WritesLostWatch(Evidence evidence, ReadingCache cache) {
        this.evidence = evidence;
        this.replica = evidence.watched().replica();
        this.handovers = new WalHandovers(replica, cache);
        this.live = evidence.present();
        this.leftovers = live.flatMap(
                present -> evidence.watched().live().flatMap(path -> WalLeftovers.read(path, present.wal())));
    }

    /**
     * Compares the live WAL with the replica, and stores the commits that are not in the replica yet.
     *
     * @return a finding for commits that the replica lost for good
     * @throws StorageException when the store fails
     */
    static List<Finding> judge(Evidence evidence, ReadingCache cache) throws StorageException {
        ReplicaId id = evidence.watched().id();
        String location = evidence.location();
        Optional<WalMemory> kept =
                evidence.memory().wal(id).filter(known -> known.location().equals(location));
        try {
            WalMemory before = kept.orElse(WalMemory.empty(location));
            WalMemory now = new WritesLostWatch(evidence, cache).after(before);
            if (!now.equals(before)) {
                evidence.memory().remember(id, now);
            }
            return WritesLostFindings.of(evidence, now.losses());
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.NOT_FOUND || e.kind() == StorageException.Kind.CHANGED) {
                // Litestream deletes files during the check: the next check compares again
                return WritesLostFindings.of(
                        evidence, kept.map(WalMemory::losses).orElse(List.of()));
            }
            throw e;
        } catch (IOException e) {
            String message = location + ": reading broke off: " + e.getMessage();
            throw new StorageException(StorageException.Kind.UNREACHABLE, message, e);
        }
    }

    private WalMemory after(WalMemory before) throws IOException {
        List<SeenCommit> commits = commits(before.commits());
        if (commits.isEmpty() && before.losses().isEmpty()) {
            return before;
        }
        List<LostWrites> losses = new ArrayList<>(before.losses());
        for (WalHandover handover : handovers.after(evidence.scan().inventory(), before.replicated())) {
            for (SeenCommit commit : commits) {
                if (isLost(commit, handover)) {
                    losses.add(new LostWrites(
                            commit,
                            handover.before(),
                            handover.after().position(),
                            handover.after().time()));
                }
            }
        }
        Optional<ReplicatedWal> newest =
                handovers.newest(evidence.scan().inventory()).or(before::replicated);
        return new WalMemory(
                before.location(),
                newest,
                last(
                        MOST_COMMITS,
                        commits.stream()
                                .filter(commit -> isOpen(commit, newest))
                                .toList()),
                last(
                        MOST_LOSSES,
                        losses.stream().distinct().filter(this::stands).toList()));
    }

    private static <T> List<T> last(int most, List<T> list) {
        return list.subList(Math.max(0, list.size() - most), list.size());
    }

    /** Returns the last commit of each WAL, from earlier checks and from this one. */
    private List<SeenCommit> commits(List<SeenCommit> before) {
        List<SeenCommit> all = new ArrayList<>(before);
        Instant now = evidence.now();
        leftovers.ifPresent(left -> add(all, new SeenCommit(salts(left.salts()), left.end(), now)));
        live.map(LiveState.Present::wal)
                .filter(wal -> wal.salts().isPresent() && wal.end().isPresent())
                .ifPresent(wal -> add(
                        all,
                        new SeenCommit(
                                salts(wal.salts().orElseThrow()), wal.end().getAsLong(), now)));
        return all;
    }

    private static void add(List<SeenCommit> all, SeenCommit commit) {
        boolean known =
                all.stream().anyMatch(each -> each.salts().equals(commit.salts()) && each.end() >= commit.end());
        if (!known) {
            all.removeIf(each -> each.salts().equals(commit.salts()));
            all.add(commit);
        }
    }

    private static Salts salts(LiveState.Salts salts) {
        return new Salts(salts.salt1(), salts.salt2());
    }

    /** Returns how many times SQLite restarted the WAL between two salts: the first salt increases by one each time. */
    private static long restarts(Salts from, Salts to) {
        return Math.floorMod(to.first() - from.first(), SALT);
    }

    private boolean isLost(SeenCommit commit, WalHandover handover) throws IOException {
        Salts before = handover.before().salts();
        boolean cut = commit.salts().equals(before)
                && commit.end() > handover.before().end();
        long all = restarts(before, handover.after().salts());
        long some = restarts(before, commit.salts());
        boolean skipped = all <= CLOSE && some > 0 && some < all;
        return (cut || skipped) && !isMadeUpFor(commit, handover);
    }

    /** Returns whether the next file holds the whole database, or each page of the missing commits before it. */
    private boolean isMadeUpFor(SeenCommit commit, WalHandover handover) throws IOException {
        if (handover.next().isEmpty()) {
            return false;
        }
        Optional<BitSet> pages = LtxPages.of(replica, handover.next().get());
        if (pages.isEmpty()) {
            return false;
        }
        return WholeFile.is(handover.next().get(), pages.get())
                || lostPages(commit, handover.before())
                        .filter(lost -> lost.allMatch(
                                pgno -> pgno <= Integer.MAX_VALUE && pages.get().get((int) pgno)))
                        .isPresent();
    }

    private Optional<LongStream> lostPages(SeenCommit commit, ReplicatedWal replicated) {
        return leftovers
                .filter(left -> salts(left.salts()).equals(commit.salts())
                        && commit.salts().equals(replicated.salts())
                        && left.end() == commit.end())
                .flatMap(left -> left.pagesAfter(replicated.end()));
    }

    /** Returns whether a commit may still be uploaded, as far as is known. */
    private static boolean isOpen(SeenCommit commit, Optional<ReplicatedWal> newest) {
        if (newest.isEmpty()) {
            return true;
        }
        Salts replicated = newest.get().salts();
        return commit.salts().equals(replicated)
                ? commit.end() > newest.get().end()
                : restarts(replicated, commit.salts()) <= CLOSE;
    }

    private boolean stands(LostWrites loss) {
        return LossEnd.stands(evidence.scan().inventory(), loss);
    }
}
