package io.litedrill.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.campaign.Damage.Kind;
import io.litedrill.campaign.RealLitestream.Result;
import io.litedrill.litestream.Tools;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A seeded sample of the damage campaign, in about two minutes; {@code bench/damage} runs all of it. */
class DamageCampaignTest {
    private static final int CASES = 700;

    private static List<SoundReplica> replicas;

    @BeforeAll
    static void readTheReplicas() throws Exception {
        replicas = Campaign.replicas();
    }

    @Test
    void nothingThatTheFilesShowGoesUnseen() throws Exception {
        List.of("0.3.13", "0.5.15", "0.5.17").forEach(version -> Tools.require("litestream-" + version));
        Options options = Options.parse(List.of("--sample", "--jobs", "2", "--cases", String.valueOf(CASES)));

        CampaignTally tally = Campaign.run(options, replicas, System.out);

        assertThat(tally.results()).hasSize(CASES);
        assertThat(tally.bad())
                .extracting(result -> result.of().name() + " " + result.verdicts())
                .isEmpty();
        assertThat(tally.count(Outcome.CRASHED)).isZero();
        assertThat(tally.traceless(true).results())
                .filteredOn(result -> result.verdicts().outcome().isUndetected() && result.kind() != Kind.CLOCK_BACK)
                .extracting(result -> result.of().name())
                .isEmpty();
        assertThat(tally.odd())
                .filteredOn(result -> result.verdicts().odd().contains(IncrementalContender.WEAKER))
                .extracting(result -> result.of().name())
                .isEmpty();
        CampaignTally judged = tally.where(result -> result.judged().isPresent());
        assertThat(judged.size()).isEqualTo(CASES / 4);
        // the contender would prove nothing if every drill were full
        assertThat(judged.where(CaseResult::isIncremental).size()).isGreaterThan(CASES / 4 / 10);
        assertThat(tally.count(Outcome.FELL_BACK)).isGreaterThan(CASES / 10);
        assertThat(tally.count(Outcome.SAME_SEEN)).isPositive();
        // the campaign would prove nothing if no damage misled real Litestream
        assertThat(tally.count(Result.WRONG) + tally.count(Result.MALFORMED)).isPositive();
    }

    @Test
    void aSeedAlwaysMeansTheSameCases() throws Exception {
        Options options = Options.parse(List.of("--sample", "--no-litestream", "--seed", "7", "--cases", "20"));

        CampaignTally one = Campaign.run(options, replicas, System.out);
        CampaignTally other = Campaign.run(options, replicas, System.out);

        assertThat(new DamagePage(options, one).text()).isEqualTo(new DamagePage(options, other).text());
    }
}
