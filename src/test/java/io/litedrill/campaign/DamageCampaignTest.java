package io.litedrill.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.campaign.Damage.Kind;
import io.litedrill.campaign.RealLitestream.Result;
import io.litedrill.litestream.Tools;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A seeded sample of the damage campaign, in about two minutes; {@code bench/damage} runs all of it. */
class DamageCampaignTest {
    private static final int CASES = 700;

    /** What check, drill and restore cannot tell yet from the files of one look; see docs/damage.md. */
    private static final Set<Kind> OPEN =
            EnumSet.of(Kind.FOREIGN, Kind.FOREIGN_ADDED, Kind.EMPTY_DATABASE, Kind.TWO_WRITERS);

    @Test
    void nothingThatTheFilesShowGoesUnseen() throws Exception {
        List.of("0.3.13", "0.5.15", "0.5.17").forEach(version -> Tools.require("litestream-" + version));
        Options options = Options.parse(List.of("--sample", "--jobs", "2", "--cases", String.valueOf(CASES)));

        Tally tally = Campaign.run(options, System.out);

        assertThat(tally.results()).hasSize(CASES);
        assertThat(tally.bad())
                .filteredOn(result -> !OPEN.contains(result.kind()))
                .extracting(result -> result.of().name() + " " + result.verdicts())
                .isEmpty();
        assertThat(tally.count(Outcome.CRASHED)).isZero();
        assertThat(tally.count(Outcome.FELL_BACK)).isGreaterThan(CASES / 10);
        assertThat(tally.count(Outcome.SAME_SEEN)).isPositive();
        // the campaign itself would be blind if nothing misled anybody
        assertThat(tally.count(Result.WRONG) + tally.count(Result.MALFORMED)).isPositive();
    }

    @Test
    void aSeedAlwaysMeansTheSameCases() throws Exception {
        Options options = Options.parse(List.of("--sample", "--no-litestream", "--seed", "7", "--cases", "20"));

        Tally one = Campaign.run(options, System.out);
        Tally other = Campaign.run(options, System.out);

        assertThat(new DamagePage(options, one).text()).isEqualTo(new DamagePage(options, other).text());
    }
}
