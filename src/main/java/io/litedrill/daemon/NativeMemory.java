package io.litedrill.daemon;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** The memory that native libraries take from the C library: SQLite's caches and the compilers of Java. */
final class NativeMemory {
    private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";
    private static final String TRIM = "systemTrimNativeHeap";

    private NativeMemory() {}

    /**
     * Returns freed memory to the system, as {@code jcmd PID System.trim_native_heap} does. The C library otherwise
     * keeps the most that was ever in use.
     *
     * @return whether this Java can do so; those for other C libraries than glibc cannot
     */
    static boolean trim() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(new ObjectName(COMMANDS), TRIM, new Object[0], new String[0]);
            return true;
        } catch (JMException e) {
            return false;
        }
    }
}
