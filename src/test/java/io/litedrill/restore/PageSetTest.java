package io.litedrill.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A set of page numbers, compared with Java's own. */
class PageSetTest {
    /** Returns numbers around the borders of its ranges, and at the largest page number. */
    private static long number(Random random) {
        long range = random.nextInt(4) * 65_536L;
        return random.nextInt(20) == 0
                ? 0xffff_ffffL - random.nextInt(3)
                : 1 + Math.max(0, range + random.nextInt(5) - 3);
    }

    @Test
    void answersAsATreeDoes() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            PageSet set = new PageSet();
            TreeSet<Long> tree = new TreeSet<>();
            for (int i = random.nextInt(30); i > 0; i--) {
                long pgno = number(random);
                set.add(pgno);
                tree.add(pgno);
            }
            PageSet all = new PageSet();
            all.add(1);
            all.addAll(set);
            tree.add(1L);
            long last = number(random);
            assertThat(all.countAfter(last)).isEqualTo(tree.tailSet(last, false).size());
            if (random.nextBoolean()) {
                all.removeAfter(last);
                tree.tailSet(last, false).clear();
            }
            long asked = number(random);
            assertThat(all.contains(asked)).isEqualTo(tree.contains(asked));
            long missing = asked;
            while (tree.contains(missing)) {
                missing++;
            }
            assertThat(all.firstMissing(asked)).isEqualTo(missing);
        }
    }
}
