package io.litedrill.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.fuzz.FuzzProcess.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Runs Jazzer on every target, some thousand inputs each in a build, longer by hand ({@code bench/fuzz}). System
 * properties: {@code litedrill.fuzz.seconds} for each target, independent of the number of inputs;
 * {@code litedrill.fuzz.parallel} targets at a time; {@code litedrill.fuzz.only} some of them by name.
 */
class FuzzIT {
    private static final Path TESTS = Path.of("src/test/java");
    private static final Duration UNTIL_FOUND = Duration.ofSeconds(60);
    private static final int NOT_BY_HAND = 0;
    private static final int SECONDS = Integer.getInteger("litedrill.fuzz.seconds", NOT_BY_HAND);
    private static final int INPUTS = 1000;
    private static final Duration AT_MOST = Duration.ofSeconds(20);
    private static final Duration ON_A_BUSY_MACHINE = Duration.ofMinutes(2);
    private static final int PARALLEL = Integer.getInteger("litedrill.fuzz.parallel", 2);
    private static final String ONLY = System.getProperty("litedrill.fuzz.only", "");

    @Test
    void aPlantedFaultIsFound() throws Exception {
        Outcome outcome = new FuzzProcess(PlantedTarget.class).run(UNTIL_FOUND);

        assertThat(outcome.failure())
                .hasValueSatisfying(failure -> assertThat(failure)
                        .contains("java.lang.IllegalStateException: planted: [76, 84, 88, 32, 102, 97, 117, 108, 116]")
                        .contains("echo TFRYIGZhdWx0 | base64 -d > src/test/resources/fuzz/PlantedTarget/crash-"));
    }

    @Test
    void noTargetHasAFinding() throws Exception {
        List<Class<? extends FuzzTarget>> targets = targets();
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
        try {
            List<Future<Outcome>> running = new ArrayList<>();
            for (Class<? extends FuzzTarget> target : targets) {
                running.add(threads.submit(() -> fuzzed(target)));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> each : running) {
                outcomes.add(each.get());
            }
            Files.writeString(Path.of("target", "fuzz", "figures"), figures(outcomes));
            assertThat(outcomes.stream().flatMap(outcome -> outcome.failure().stream()))
                    .isEmpty();
            assertThat(outcomes).allMatch(Outcome::isFuzzed);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Outcome fuzzed(Class<? extends FuzzTarget> target) throws Exception {
        FuzzProcess process = new FuzzProcess(target);
        if (SECONDS != NOT_BY_HAND) {
            return process.run(Duration.ofSeconds(SECONDS));
        }
        Outcome outcome = process.run(AT_MOST, INPUTS);
        boolean ended = outcome.isFuzzed() || outcome.failure().isPresent();
        return ended ? outcome : process.run(ON_A_BUSY_MACHINE, INPUTS);
    }

    /** Returns every target, found by the name of its class. */
    private static List<Class<? extends FuzzTarget>> targets() throws Exception {
        List<String> only = Arrays.stream(ONLY.split(",", -1))
                .filter(name -> !name.isEmpty())
                .toList();
        List<Class<? extends FuzzTarget>> targets = new ArrayList<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file : files.filter(each -> each.toString().endsWith("FuzzTest.java"))
                    .sorted()
                    .toList()) {
                String name =
                        TESTS.relativize(file).toString().replace(".java", "").replace('/', '.');
                Class<? extends FuzzTarget> type = Class.forName(name).asSubclass(FuzzTarget.class);
                if (only.isEmpty() || only.contains(type.getSimpleName())) {
                    targets.add(type);
                }
            }
        }
        assertThat(targets).as("targets of " + only).hasSizeGreaterThanOrEqualTo(Math.max(1, only.size()));
        return targets;
    }

    private static String figures(List<Outcome> outcomes) {
        StringBuilder text = new StringBuilder(row("target", "executions", "per second", "coverage", "found"));
        for (Outcome each : outcomes) {
            text.append(row(
                    each.target(),
                    each.executions(),
                    each.perSecond(),
                    each.coverage(),
                    each.failure().isPresent() ? 1 : 0));
        }
        return text.toString();
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%-22s %12s %12s %10s %6s%n", cells);
    }
}
