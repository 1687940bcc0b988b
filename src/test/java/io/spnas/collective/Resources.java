package io.spnas.collective;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this process holds.
 *
 * @param threads live threads
 * @param files open files and sockets; 0 where the platform doesn't tell
 * @param directBytes memory outside the heap, in bytes
 */
record Resources(int threads, long files, long directBytes) {
  static Resources held() {
    long files =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getOpenFileDescriptorCount()
            : 0;
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return new Resources(
        ManagementFactory.getThreadMXBean().getThreadCount(),
        files,
        direct + Math.max(0, PlatformDependent.usedDirectMemory()));
  }
}
