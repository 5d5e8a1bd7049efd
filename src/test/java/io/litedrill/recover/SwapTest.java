package io.litedrill.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.recover.UnfinishedSwap.Settled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Interrupts a swap before every change to the file system, and its recovery too. */
class SwapTest {
    @TempDir
    Path folder;

    /** Simulates a power cut for the process. */
    private static final class Cut extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Interrupts before the change with this number, from 0. */
    private static final class CutAt implements SwapListener {
        private final int at;
        private final Set<SwapStep> seen = EnumSet.noneOf(SwapStep.class);
        private int changes;

        CutAt(int at) {
            this.at = at;
        }

        @Override
        public void before(SwapStep step) {
            seen.add(step);
            if (changes++ == at) {
                throw new Cut();
            }
        }
    }

    /** Interrupts before the first change of a step. */
    private static SwapListener cutBefore(SwapStep cut) {
        return step -> {
            if (step == cut) {
                throw new Cut();
            }
        };
    }

    private static boolean isCut(Swap swap) throws IOException {
        try {
            swap.announce();
            swap.forward();
            return false;
        } catch (Cut cut) {
            return true;
        }
    }

    private static boolean isSettlingCut(OldAndNew both, int at) throws IOException {
        try {
            new UnfinishedSwap(both.place(), new CutAt(at)).settleLocked();
            return false;
        } catch (Cut cut) {
            return true;
        }
    }

    private OldAndNew fresh(String number, String names) throws IOException {
        return OldAndNew.in(
                Files.createDirectories(folder.resolve(number)),
                names.isEmpty() ? new String[] {""} : names.equals("none") ? new String[0] : ("," + names).split(","));
    }

    @ParameterizedTest
    @CsvSource({
        "'',false",
        "'-wal,-shm,state',false",
        "'-journal,state',true",
        "'-wal,state,owed',false",
        "'owed',true",
        "none,false",
        "'-wal,-shm,-journal,state',true"
    })
    void cutOffAnywhereAndSettledItIsTheOneOrTheOther(String names, boolean dropOld) throws IOException {
        boolean cut = true;
        boolean undone = false;
        boolean finished = false;
        for (int at = 0; cut; at++) {
            OldAndNew both = fresh("one-" + at, names);
            cut = isCut(both.swap(dropOld, new CutAt(at)));
            new UnfinishedSwap(both.place()).settleLocked();
            if (!names.equals("none") || both.isNew()) {
                both.assertOneOfBoth(dropOld);
            }
            assertThat(both.leftovers()).isEmpty();
            assertThat(PendingHook.isOf(both.beside().pendingHook(), KilledRestoreBench.RUN))
                    .isEqualTo(both.isNew());
            undone |= !both.isNew();
            finished |= cut && both.isNew();
        }
        assertThat(undone && finished).isTrue();
    }

    @Test
    void settlingCutOffAnywhereIsSettledByTheNext() throws IOException {
        int runs = 0;
        boolean cut = true;
        for (int at = 0; cut; at++) {
            boolean again = true;
            for (int then = 0; again; then++) {
                OldAndNew both = fresh("two-" + at + "-" + then, "-wal,state,owed");
                cut = isCut(both.swap(false, new CutAt(at)));
                again = isSettlingCut(both, then);
                new UnfinishedSwap(both.place()).settleLocked();
                both.assertOneOfBoth(false);
                runs++;
            }
        }
        assertThat(runs).isGreaterThan(40);
    }

    /** The application starts while its path is empty, and SQLite deletes the -wal beside its new file. */
    @Test
    void whatAnApplicationMadeInBetweenIsKeptAndNothingOfTheOldSetIsLost() throws IOException {
        boolean cut = true;
        int strangers = 0;
        for (int at = 0; cut; at++) {
            OldAndNew both = fresh("three-" + at, "-wal,-shm,state");
            cut = isCut(both.swap(false, new CutAt(at)));
            Path database = both.place().file();
            boolean nothing = !Files.exists(database);
            if (nothing) {
                Files.writeString(database, "stranger");
                Files.deleteIfExists(both.place().companion("-wal"));
                Files.writeString(both.place().companion("-wal"), "stranger's wal");
            }
            boolean again = true;
            for (int then = 0; again && then < 40; then++) {
                again = isSettlingCut(both, 2);
            }
            new UnfinishedSwap(both.place()).settleLocked();
            both.assertOneOfBoth(false);
            if (nothing) {
                strangers++;
                Path since = folder.resolve("three-" + at + "/app.db.replaced.20261101T000000Z-since");
                assertThat(OldAndNew.set(since.resolve("database"), since.resolve("none")))
                        .containsEntry("", "stranger")
                        .containsEntry("-wal", "stranger's wal");
            }
        }
        assertThat(strangers).isGreaterThan(2);
    }

    @Test
    void everyStepIsAmongThoseThatAreCut() throws IOException {
        CutAt never = new CutAt(Integer.MAX_VALUE);
        assertThat(isCut(fresh("all", "-wal,state").swap(true, never))).isFalse();
        assertThat(never.seen).isEqualTo(EnumSet.complementOf(EnumSet.of(SwapStep.UNDO)));
    }

    @Test
    void aDraftThatIsNoLongerWhatWasVerifiedIsNotPutInPlace() throws IOException {
        OldAndNew both = fresh("lost", "-wal,state,owed");
        assertThat(isCut(both.swap(false, cutBefore(SwapStep.PLACE_NEW)))).isTrue();
        assertThat(both.place().file()).doesNotExist();
        Files.writeString(both.beside().draft(), "half");

        Settled settled = new UnfinishedSwap(both.place()).settleLocked().orElseThrow();

        assertThat(settled.end()).isEqualTo(Settled.End.UNDONE);
        both.assertOneOfBoth(false);
        assertThat(both.isNew()).isFalse();
    }

    @Test
    void nothingIsSettledWhileTheDatabaseIsInUse() throws Exception {
        OldAndNew both = fresh("held", "-wal,state");
        assertThat(isCut(both.swap(false, cutBefore(SwapStep.PLACE_NEW)))).isTrue();
        try (HoldingProcess holder = HoldingProcess.running(both.place().file(), "CREATE TABLE t(a)")) {
            assertThatThrownBy(() -> new UnfinishedSwap(both.place()).settleLocked())
                    .hasMessageContaining("process " + holder.pid());
            assertThat(both.isNew()).isFalse();
        }
        assertThat(new UnfinishedSwap(both.place()).settleLocked().orElseThrow().end())
                .isEqualTo(Settled.End.FINISHED);
        assertThat(both.isNew()).isTrue();
    }

    @Test
    void aRunningRestoreIsLeftAlone() throws IOException {
        OldAndNew both = fresh("running", "-wal");
        assertThat(isCut(both.swap(false, cutBefore(SwapStep.PLACE_NEW)))).isTrue();
        try (RestoreLock lock = RestoreLock.take(both.beside().lock()).orElseThrow()) {
            assertThat(new UnfinishedSwap(both.place()).settle()).isEmpty();
            assertThat(both.beside().intent()).exists();
            assertThat(RestoreLock.take(both.beside().lock())).isEmpty();
            assertThat(lock).isNotNull();
        }
        assertThat(new UnfinishedSwap(both.place()).settle()).isPresent();
        both.assertOneOfBoth(false);
    }

    @Test
    void whatAKilledRestoreLeftBeforeItsSwapIsSwept() throws IOException {
        OldAndNew both = fresh("swept", "-wal");
        Files.createDirectory(both.beside().draftFolder());
        Files.writeString(both.beside().draft(), "half");
        Files.writeString(both.beside().draftFolder().resolve(".database.1234.litedrill"), "half");
        Files.writeString(both.beside().lock(), "");
        assertThat(new UnfinishedSwap(both.place()).settle()).isEmpty();
        both.assertOneOfBoth(false);
        assertThat(both.isNew()).isFalse();
    }
}
