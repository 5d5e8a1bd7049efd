package io.litedrill.check;

import java.util.List;

/** Tests one condition of a replica. Pure. */
@FunctionalInterface
interface Rule {
    /** Returns the findings; empty when there is no problem. Never throws for the content of the evidence. */
    List<Finding> judge(Evidence evidence);
}
