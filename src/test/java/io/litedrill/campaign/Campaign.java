package io.litedrill.campaign;

import io.litedrill.litestream.GoldenFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Damages replicas in every known way, and counts how much of the damage is detected. */
public final class Campaign {
    /** Golden replicas without findings, of both layouts, all versions and page encodings. */
    private static final List<String> GOLDEN = List.of(
            "wal/basic",
            "wal/indexes",
            "wal/snapshots",
            "wal/generations",
            "wal/shrunk",
            "wal/autovacuum",
            "wal/page512",
            "ltx/basic",
            "ltx/levels",
            "ltx/compacted",
            "ltx/lz4frame",
            "ltx/upgraded",
            "ltx/restarted",
            "ltx/growth",
            "ltx/shrunk",
            "ltx/autovacuum",
            "ltx/page512",
            "both/upgraded");

    private static final Path MEMORY = Path.of("/dev/shm");

    private final Options options;
    private final PrintStream progress;
    private final Path work;

    private Campaign(Options options, PrintStream progress, Path work) {
        this.options = options;
        this.progress = progress;
        this.work = work;
    }

    /** Runs the command; see {@link Options#USAGE}. */
    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        Options options;
        try {
            options = Options.parse(List.of(arguments));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.err.print(Options.USAGE);
            System.exit(2);
            return;
        }
        CampaignTally tally = run(options, replicas(), System.err);
        String page = new DamagePage(options, tally).text();
        if (options.out().isPresent()) {
            Files.writeString(options.out().get(), page);
        } else {
            System.out.print(page);
        }
        System.exit(tally.bad().isEmpty() ? 0 : 1);
    }

    /** Runs a campaign on these replicas in its own folder, which is deleted afterwards. */
    static CampaignTally run(Options options, List<SoundReplica> replicas, PrintStream progress) throws Exception {
        Path work = folder();
        try {
            return new Campaign(options, progress, work).run(replicas);
        } finally {
            GoldenFiles.deleteTree(work);
        }
    }

    private static Path folder() throws IOException {
        return Files.isDirectory(MEMORY)
                ? Files.createTempDirectory(MEMORY, "damage")
                : Files.createTempDirectory("damage");
    }

    private CampaignTally run(List<SoundReplica> replicas) throws Exception {
        Options.Choice choice = options.choice();
        List<DamageCase> all = DamageCase.all(replicas, options.seed(), choice.sample() ? 0 : choice.cases()).stream()
                .filter(choice::isWanted)
                .toList();
        List<DamageCase> chosen = choice.sample() ? DamageCase.sample(all, options.seed(), choice.cases()) : all;
        progress.println(chosen.size() + " cases of " + replicas.size() + " replicas");
        return new CampaignTally(replicas, runAll(chosen));
    }

    /** Reads the golden replicas, and restores each of their points. */
    static List<SoundReplica> replicas() throws IOException, SQLException {
        Path states = folder();
        try {
            List<SoundReplica> replicas = new ArrayList<>();
            for (String name : GOLDEN) {
                replicas.add(SoundReplica.golden(name, states));
            }
            return replicas;
        } finally {
            GoldenFiles.deleteTree(states);
        }
    }

    private List<CaseResult> runAll(List<DamageCase> cases) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(options.jobs());
        try {
            PriorState remembered = new PriorState(options.remember(), options.real());
            ConcurrentLinkedQueue<Runner> idle = new ConcurrentLinkedQueue<>();
            for (int job = 0; job < options.jobs(); job++) {
                idle.add(new Runner(work.resolve("job-" + job), remembered));
            }
            AtomicInteger done = new AtomicInteger();
            BitSet incremental = DamageCase.every(options.incrementalEvery(), cases);
            List<Callable<CaseResult>> tasks = new ArrayList<>();
            for (int i = 0; i < cases.size(); i++) {
                DamageCase each = cases.get(i);
                long seed = options.seed() * 1_000_003 + i;
                boolean twice = incremental.get(i);
                tasks.add(() -> one(idle, each.name(), runner -> runner.run(each, seed, twice), done));
            }
            List<CaseResult> results = new ArrayList<>();
            for (Future<CaseResult> future : pool.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    @FunctionalInterface
    private interface Task {
        CaseResult with(Runner runner) throws IOException, InterruptedException;
    }

    private CaseResult one(ConcurrentLinkedQueue<Runner> idle, String name, Task task, AtomicInteger done)
            throws InterruptedException {
        Runner runner = idle.remove();
        try {
            return task.with(runner);
        } catch (IOException failed) {
            throw new UncheckedIOException(name, failed);
        } finally {
            idle.add(runner);
            int count = done.incrementAndGet();
            if (count % 500 == 0) {
                progress.println(count + " cases done");
            }
        }
    }
}
