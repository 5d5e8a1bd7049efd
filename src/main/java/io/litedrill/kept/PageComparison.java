package io.litedrill.kept;

import io.litedrill.restore.Delta;
import java.io.IOException;
import java.util.BitSet;

/**
 * Holds the result of comparing two databases of one state page by page.
 *
 * @param pages number of pages of the fully restored database
 * @param others number of pages of the other one
 * @param differing the pages that differ, of those that both have
 */
public record PageComparison(long pages, long others, BitSet differing) {
    /** Copies the set. */
    public PageComparison {
        differing = (BitSet) differing.clone();
    }

    /** Returns a copy of the set of pages that differ. */
    @Override
    public BitSet differing() {
        return (BitSet) differing.clone();
    }

    /** Compares checksums: those of a full restore with those of a kept copy and of the pages that changed since. */
    static PageComparison of(PageSums fresh, PageSums stored, Delta delta) throws IOException {
        long both = Math.min(fresh.pages(), delta.pages());
        BitSet differing = new BitSet();
        long unchanged = Math.min(both, stored.pages());
        for (long pgno = 1; pgno <= unchanged; pgno++) {
            if (!delta.holds(pgno) && fresh.get(pgno) != stored.get(pgno)) {
                differing.set((int) pgno);
            }
        }
        delta.forEach((pgno, page) -> {
            if (pgno <= both && fresh.get(pgno) != PageSums.of(page)) {
                differing.set((int) pgno);
            }
        });
        return new PageComparison(fresh.pages(), delta.pages(), differing);
    }
}
