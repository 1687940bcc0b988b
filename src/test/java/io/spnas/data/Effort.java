package io.spnas.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Holds work on the calling thread to an amount of processor time and of memory set aside. */
public final class Effort {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Duration MOST_TIME = Duration.ofSeconds(1);

  private Effort() {}

  /**
   * Does the work, whose result or exception comes out if it took less than a second and set aside,
   * over all objects, so many bytes of the heap at most.
   */
  public static <T> T within(long bytes, Callable<T> work) throws Exception {
    long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
    long timeBefore = THREADS.getCurrentThreadCpuTime();
    try {
      return work.call();
    } finally {
      Duration time = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - timeBefore);
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
      assertThat(time).isLessThan(MOST_TIME);
      assertThat(allocated).as("bytes set aside").isLessThanOrEqualTo(bytes);
    }
  }
}
