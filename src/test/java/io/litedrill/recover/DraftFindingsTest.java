package io.litedrill.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.FindingSentence;
import io.litedrill.check.Hint;
import io.litedrill.check.Severity;
import io.litedrill.drill.DrillBench;
import io.litedrill.recover.DraftRestore.Draft;
import io.litedrill.recover.DraftRestore.Drafted;
import io.litedrill.recover.DraftRestore.Requirements;
import io.litedrill.replica.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Findings of a restore name the folder that the user gave, and no descriptor and no scratch folder. */
class DraftFindingsTest {
    private static final Path DESCRIPTOR = Path.of("/proc/self/fd/28");

    @TempDir
    Path folder;

    private Finding located(FindingCode code, String where, RestoreRequest request) throws IOException {
        Finding finding = new Finding(
                code, Severity.UNKNOWN, FindingSentence.SCRATCH_UNUSABLE.of("test"), where, Hint.text("(scratch)"));
        Path bench = Files.createTempDirectory(folder, "bench");
        RestoreSource source =
                new RestoreSource(DrillBench.of("ltx/basic", bench).watched(), DrillBench.SOUND);
        Draft draft = new Draft(request, source, Requirements.size(Optional::empty));
        Drafted unfit = new Drafted.Unfit(RestoreOutcome.inconclusive("test"), List.of(finding));
        return DraftFindings.located(unfit, DESCRIPTOR, draft).findings().get(0);
    }

    private RestoreRequest toFile() {
        return TestRequests.toFile("run", new Point.Newest(), folder.resolve("app.db"), Permissions.NONE);
    }

    @Test
    void aFullDiskOfANewFileIsThatOfItsFolder() throws IOException {
        Finding finding = located(FindingCode.SCRATCH_FULL, DESCRIPTOR.toString(), toFile());

        assertThat(finding.where()).isEqualTo(folder.toString());
        assertThat(finding.hint().text()).isEqualTo("make room there, or name a file in another folder");
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws IOException {
        Finding finding = located(FindingCode.SCRATCH_UNUSABLE, DESCRIPTOR.toString(), toFile());

        assertThat(finding.where()).isEqualTo(folder.toString());
        assertThat(finding.hint().text())
                .isEqualTo("let this user write to the folder, or name a file in another folder");
    }

    @Test
    void otherFindingsStayAsTheyAre() throws IOException {
        assertThat(located(FindingCode.SCRATCH_FULL, "/elsewhere", toFile()).where())
                .isEqualTo("/elsewhere");
        assertThat(located(FindingCode.FILE_DAMAGED, DESCRIPTOR.toString(), toFile())
                        .hint()
                        .text())
                .isEqualTo("(scratch)");
    }
}
