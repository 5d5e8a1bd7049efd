package io.litedrill.check;

import io.litedrill.replica.Reading;
import io.litedrill.replica.ReplicaFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reports damaged files and files of unknown formats among the files that were read. */
final class DamageRule implements Rule {
    private static final int MANY = 1000;

    private final int mostNamed;
    private final boolean showsWindow;

    /**
     * Creates a rule for a check, which names few files: a replica whose files are all of an unknown format needs no
     * finding for each file.
     */
    DamageRule() {
        this(FindingSummary.MOST_NAMED, false);
    }

    private DamageRule(int mostNamed, boolean showsWindow) {
        this.mostNamed = mostNamed;
        this.showsWindow = showsWindow;
    }

    /** Returns a rule for a scrub, which names many files. A disk fault can damage 100,000. */
    static DamageRule namingMany() {
        return new DamageRule(MANY, false);
    }

    /** Returns a rule for findings that are printed beside the window, so that their hint does not lead to it. */
    static DamageRule besideWindow() {
        return new DamageRule(FindingSummary.MOST_NAMED, true);
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        Named damaged = new Named(FindingCode.FILE_DAMAGED);
        Named unsupported = new Named(FindingCode.FILE_UNSUPPORTED);
        Named refused = new Named(FindingCode.ACCESS_DENIED);
        evidence.scan().inventory().files().forEach(file -> {
            if (file.reading() instanceof Reading.Damaged) {
                damaged.add(evidence, file);
            } else if (UnreadableFiles.isRefused(file)) {
                refused.add(evidence, file);
            } else if (file.reading() instanceof Reading.Unsupported) {
                unsupported.add(evidence, file);
            }
        });
        return Stream.of(damaged, unsupported, refused)
                .flatMap(named -> named.findings(evidence))
                .toList();
    }

    /** Collects the findings of one code: those of the first files, and the number of the others. */
    private final class Named {
        private final FindingCode code;
        private final List<Finding> named = new ArrayList<>();
        private int more;

        Named(FindingCode code) {
            this.code = code;
        }

        void add(Evidence evidence, ReplicaFile file) {
            if (named.size() < mostNamed) {
                of(evidence, file, file.reading()).ifPresent(named::add);
            } else {
                more++;
            }
        }

        Stream<Finding> findings(Evidence evidence) {
            if (more == 0) {
                return named.stream();
            }
            Finding first = named.get(0);
            Facts facts = FindingSentence.MORE_FILES.of(more, mostNamed);
            return Stream.concat(
                    named.stream(),
                    Stream.of(new Finding(code, first.severity(), facts, evidence.location(), first.hint())));
        }
    }

    private Optional<Finding> of(Evidence evidence, ReplicaFile file, Reading reading) {
        String where = evidence.watched().replica().locate(file);
        if (reading instanceof Reading.Damaged damaged) {
            return Optional.of(new Finding(
                    FindingCode.FILE_DAMAGED,
                    Severity.CRITICAL,
                    FindingSentence.FILE_DAMAGED.of(file.kind(), damaged.explanation()),
                    where,
                    showsWindow
                            ? Hint.text("the states above are restored without it; prove the newest one: ")
                                    .then(evidence.watched().command(CommandVerb.DRILL))
                            : Hint.text("see what can be restored without it: ").then(evidence.windowCommand())));
        }
        if (reading instanceof Reading.Unsupported unsupported) {
            return Optional.of(new Finding(
                    UnreadableFiles.code(unsupported),
                    UnreadableFiles.hidesNewest(evidence, file) ? Severity.UNKNOWN : Severity.WARNING,
                    FindingSentence.FILE_UNREAD.of(file.kind(), UnreadableFiles.because(unsupported)),
                    where,
                    UnreadableFiles.hint(unsupported)));
        }
        return Optional.empty();
    }
}
