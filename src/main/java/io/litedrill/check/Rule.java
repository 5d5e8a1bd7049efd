package io.litedrill.check;

import java.util.List;

/** One thing to judge. Pure. */
@FunctionalInterface
interface Rule {
    /** What it finds; empty when nothing is wrong. Never throws for what is in the evidence. */
    List<Finding> judge(Evidence evidence);
}
