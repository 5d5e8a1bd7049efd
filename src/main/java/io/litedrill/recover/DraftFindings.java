package io.litedrill.recover;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Hint;
import io.litedrill.recover.DraftRestore.Drafted;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Names the folder of the output in findings about free space and permissions. A draft is written through the
 * descriptor of a private folder, whose path in {@code /proc} means nothing to a user, and it is not in scratch.
 */
final class DraftFindings {
    private DraftFindings() {}

    /**
     * Returns a draft with the folder of its output in findings about the folder that it was written to.
     *
     * @param written the folder of the draft
     */
    static Drafted located(Drafted drafted, Path written, DraftRestore.Draft draft) {
        List<Finding> findings = drafted.findings().stream()
                .map(finding -> located(finding, written, draft))
                .toList();
        return drafted instanceof Drafted.Sound sound
                ? new Drafted.Sound(sound.restored(), findings, sound.reason())
                : new Drafted.Unfit(((Drafted.Unfit) drafted).outcome(), findings);
    }

    private static Finding located(Finding finding, Path written, DraftRestore.Draft draft) {
        boolean full = finding.code() == FindingCode.SCRATCH_FULL;
        if (!(full || finding.code() == FindingCode.SCRATCH_UNUSABLE)
                || !finding.where().equals(written.toString())) {
            return finding;
        }
        RestoreRequest request = draft.request();
        Optional<Path> output = request.isInPlace() ? draft.source().watched().live() : Optional.of(request.output());
        String folder = output.flatMap(path -> Optional.ofNullable(path.getParent()))
                .map(Path::toString)
                .orElse("/");
        String next = (full ? "make room there" : "let this user write to the folder")
                + (request.isInPlace() ? "" : ", or name a file in another folder");
        return new Finding(finding.code(), finding.severity(), finding.facts(), folder, Hint.text(next));
    }
}
