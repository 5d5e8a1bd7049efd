package io.litedrill.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Cases that mostly wait for other processes, and therefore run at the same time. Each is a separate test. */
final class RestoreComparison {
    private final Map<String, Callable<?>> cases = new LinkedHashMap<>();

    /** The action of a case. */
    @FunctionalInterface
    interface Case {
        void run() throws Exception;
    }

    RestoreComparison with(String name, Case work) {
        cases.put(name, () -> {
            work.run();
            return true;
        });
        return this;
    }

    /** Starts all cases. Each test waits for its own case. */
    Stream<DynamicTest> start() {
        ExecutorService threads = Executors.newFixedThreadPool(cases.size());
        Map<String, Future<?>> started = new LinkedHashMap<>();
        cases.forEach((name, work) -> started.put(name, threads.submit(work)));
        threads.shutdown();
        return started.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> outcome(one.getValue())));
    }

    private static void outcome(Future<?> running) throws Throwable {
        try {
            running.get();
        } catch (ExecutionException failed) {
            throw failed.getCause();
        }
    }
}
