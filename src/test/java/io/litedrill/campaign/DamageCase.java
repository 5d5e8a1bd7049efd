package io.litedrill.campaign;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** One damage of one replica. */
record DamageCase(SoundReplica replica, Damage damage) {
    /** Returns the name in lists. */
    String name() {
        return replica.name() + ": " + damage.what();
    }

    /** Returns the replica after the damage. */
    ReplicaImage damaged() {
        return replica.image().with(damage.changes());
    }

    /** Returns every single case, and random bit flips up to this count. */
    static List<DamageCase> all(List<SoundReplica> replicas, long seed, int count) {
        List<DamageCase> all = new ArrayList<>();
        List<FileDamages> flippers = new ArrayList<>();
        for (SoundReplica replica : replicas) {
            Random random = new Random(seed + replica.name().hashCode());
            FileDamages files = new FileDamages(replica, random);
            flippers.add(files);
            add(all, replica, files.systematic());
            add(all, replica, new Misplacements(replica.image(), random).all());
            add(all, replica, new Strangers(replica, replicas).all());
            add(all, replica, new Beginnings(replica).all());
            add(all, replica, new Clocks(replica.image(), random).all());
            add(all, replica, new Finished(replica.image()).traceless());
        }
        for (int i = 0; all.size() < count; i++) {
            int at = i % replicas.size();
            all.add(new DamageCase(replicas.get(at), flippers.get(at).anyFlip()));
        }
        return all;
    }

    private static void add(List<DamageCase> all, SoundReplica replica, List<Damage> damages) {
        damages.stream()
                .filter(damage -> !damage.changes().isEmpty())
                .forEach(damage -> all.add(new DamageCase(replica, damage)));
    }

    /** Returns a sample of this size with some cases of each class, the same for the same seed. */
    static List<DamageCase> sample(List<DamageCase> all, long seed, int count) {
        List<DamageCase> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(seed));
        Map<Damage.Kind, List<DamageCase>> byKind = new EnumMap<>(Damage.Kind.class);
        shuffled.forEach(each -> byKind.computeIfAbsent(each.damage().kind(), kind -> new ArrayList<>())
                .add(each));
        List<DamageCase> chosen = new ArrayList<>();
        for (int row = 0; chosen.size() < Math.min(count, all.size()); row++) {
            int at = row;
            byKind.values().stream()
                    .filter(cases -> cases.size() > at)
                    .map(cases -> cases.get(at))
                    .forEach(chosen::add);
        }
        return chosen.subList(0, Math.min(count, chosen.size()));
    }

    /**
     * Returns the indexes of every n-th case, with the same share of each class.
     *
     * @param many the n
     */
    static BitSet every(int many, List<DamageCase> cases) {
        List<Integer> byKind = IntStream.range(0, cases.size())
                .boxed()
                .sorted(Comparator.comparing(index -> cases.get(index).damage().kind()))
                .toList();
        BitSet chosen = new BitSet();
        for (int i = 0; i < byKind.size(); i += many) {
            chosen.set(byKind.get(i));
        }
        return chosen;
    }
}
