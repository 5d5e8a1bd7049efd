package io.litedrill.recover;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.live.LivePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a killed restore in place leaves beside a database. */
public final class KilledRestoreBench {
    private KilledRestoreBench() {}

    /** The old database has left its path, and the new one, which says {@code new}, has not got it. */
    public static void cutOffBeforeTheNewIsPlaced(Path live) throws IOException {
        LivePlace place = LivePlace.of(live, Optional.empty());
        Beside beside = new Beside(place);
        Files.createDirectory(beside.draftFolder());
        Files.writeString(beside.draft(), "new");
        Intent.OldSet old = Intent.OldSet.in(live.resolveSibling("app.db.replaced.20261101T000000Z"), place);
        Intent intent = new Intent("run", Intent.Draft.of(beside.draft()), old, true, false);
        Swap swap = new Swap(beside, intent, new SwapFiles(step -> {
            if (step == SwapStep.PLACE_NEW) {
                throw new IllegalStateException("cut off");
            }
        }));
        swap.announce();
        assertThatThrownBy(swap::forward).hasMessage("cut off");
    }
}
