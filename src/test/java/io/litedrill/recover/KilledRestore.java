package io.litedrill.recover;

import io.litedrill.replica.Point;
import io.litedrill.restore.RestoreListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that restores in place and is killed. Arguments: the folder of an {@link InPlaceBench}; then {@code at}
 * and the number of the change to the file system before which it prints a line and waits to be killed, or
 * {@code slow} and a seed for pauses between changes; it announces the first pause.
 */
final class KilledRestore {
    private static final int MOST_PAUSE_MILLIS = 12;

    private KilledRestore() {}

    public static void main(String[] args) throws IOException {
        InPlaceBench bench = InPlaceBench.again(Path.of(args[0]));
        SwapListener listener =
                args[1].equals("at") ? stopAt(Integer.parseInt(args[2])) : slow(Long.parseLong(args[2]));
        RestoreReport report = bench.restorer(listener)
                .markingHook()
                .restore(bench.order(new Point.Newest(), InPlaceBench.FORCE), RestoreListener.NONE);
        System.out.println(report.word() + " " + report.reason());
    }

    private static SwapListener stopAt(int at) {
        int[] changes = {0};
        return step -> {
            if (changes[0]++ == at) {
                System.out.println("before " + step);
                waitToBeKilled();
            }
        };
    }

    private static void waitToBeKilled() {
        try {
            var unused = new CountDownLatch(1).await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SwapListener slow(long seed) {
        Random random = new Random(seed);
        boolean[] begun = {false};
        return step -> {
            if (!begun[0]) {
                begun[0] = true;
                System.out.println("begun");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_PAUSE_MILLIS)));
        };
    }
}
