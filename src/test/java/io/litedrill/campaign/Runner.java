package io.litedrill.campaign;

import io.litedrill.campaign.RealLitestream.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Runs cases one after the other in its own folder. */
final class Runner {
    private final Path folder;
    private final Detectors detectors;
    private final IncrementalContender contender;
    private final PriorState remembered;
    private final Map<String, RealLitestream> real = new LinkedHashMap<>();

    /**
     * Creates a runner.
     *
     * @param remembered the results of real Litestream, and whether it runs for unknown files
     */
    Runner(Path folder, PriorState remembered) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.detectors = new Detectors(folder);
        this.contender = new IncrementalContender(folder);
        this.remembered = remembered;
    }

    /**
     * Runs a case.
     *
     * @param seed selects the earlier points that are restored
     * @param incremental whether it is also drilled incrementally
     */
    CaseResult run(DamageCase each, long seed, boolean incremental) throws IOException, InterruptedException {
        ReplicaImage damaged = each.damaged();
        Workbench bench = new Workbench(damaged, folder);
        Optional<IncrementalContender.Judged> judged =
                incremental ? Optional.of(contender.judge(each.replica(), damaged)) : Optional.empty();
        Verdicts verdicts = Verdicts.of(each.replica(), each.damage(), bench)
                .with(judged.map(IncrementalContender.Judged::odd).orElse(List.of()));
        TimeRange.Sample window = new TimeRange(each.replica(), bench)
                .sample(new Random(seed), !each.damage().kind().isClock());
        return CaseResult.of(each, verdicts, window, real(each, damaged), more(each, damaged, verdicts, window))
                .with(judged);
    }

    private Optional<Result> real(DamageCase each, ReplicaImage damaged) throws IOException, InterruptedException {
        String key = PriorState.key(each.replica(), damaged);
        Optional<Result> known = remembered.get(key);
        if (known.isEmpty() && remembered.isAsked()) {
            known = asked(each, damaged);
            if (known.isPresent()) {
                remembered.put(key, known.get());
            }
        }
        return known;
    }

    /** A Litestream that does not end has no result, and ends no campaign: the other cases have theirs. */
    private Optional<Result> asked(DamageCase each, ReplicaImage damaged) throws IOException, InterruptedException {
        try {
            return Optional.of(litestream(each.replica().name()).restore(each.replica(), damaged));
        } catch (IllegalStateException e) {
            System.err.println(each.name() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private RealLitestream litestream(String name) throws IOException {
        RealLitestream litestream = real.get(name);
        if (litestream == null) {
            litestream = new RealLitestream(folder.resolve(name.replace('/', '-')));
            real.put(name, litestream);
        }
        return litestream;
    }

    /**
     * Runs the further detectors if the files need not show the damage, or if check, drill and restore reported
     * nothing.
     */
    private Map<String, List<String>> more(
            DamageCase each, ReplicaImage damaged, Verdicts verdicts, TimeRange.Sample window) throws IOException {
        boolean silent = verdicts.findings().isEmpty() && !window.wrong().isEmpty();
        boolean asked = each.damage().kind().isTraceless() || verdicts.outcome().isUndetected() || silent;
        return asked ? detectors.ask(each.replica(), damaged) : Map.of();
    }
}
