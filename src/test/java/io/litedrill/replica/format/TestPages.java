package io.litedrill.replica.format;

import java.util.Arrays;
import java.util.Random;

/** Pages with reproducible content, half of it compressible. */
public final class TestPages {
    private TestPages() {}

    /** Returns a page that depends on its number and a variant, so that two versions of it differ. */
    public static byte[] page(int pageSize, long pgno, int variant) {
        byte[] page = new byte[pageSize];
        Arrays.fill(page, (byte) variant);
        byte[] noise = new byte[pageSize / 2];
        new Random(pgno * 31 + variant).nextBytes(noise);
        System.arraycopy(noise, 0, page, 0, noise.length);
        return page;
    }
}
