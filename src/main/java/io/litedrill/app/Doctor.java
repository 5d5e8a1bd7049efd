package io.litedrill.app;

import io.litedrill.app.Diagnosis.Area;
import io.litedrill.check.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Examines everything that Litedrill needs, and what it can see of Litestream. Changes nothing. */
public final class Doctor {
    private final RuntimeEnvironment runtime;

    public Doctor(RuntimeEnvironment runtime) {
        this.runtime = runtime;
    }

    /** Returns the diagnoses of this machine, then those of each replica. */
    public List<Diagnosis> examine(List<Target> targets) {
        List<Diagnosis> all = new ArrayList<>();
        targets.stream()
                .findFirst()
                .ifPresent(first -> all.addAll(new MachineExamination(first.wiring(), runtime).examine()));
        for (Target target : targets) {
            target.database().replicas().forEach(replica -> all.addAll(examine(target, replica)));
        }
        return all;
    }

    private static List<Diagnosis> examine(Target target, ReplicaTarget replica) {
        if (replica instanceof ReplicaTarget.Visible visible) {
            return new ReplicaExamination(target.wiring(), visible).examine();
        }
        ReplicaTarget.Blind blind = (ReplicaTarget.Blind) replica;
        return List.of(Diagnosis.of(blind.id(), Area.CONFIGURATION, blind.finding()));
    }

    /** Returns the worst verdict. */
    public static Verdict worst(List<Diagnosis> diagnoses) {
        return diagnoses.stream()
                .map(Diagnosis::verdict)
                .max(Comparator.naturalOrder())
                .orElse(Verdict.OK);
    }
}
