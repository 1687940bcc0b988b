package io.spnas.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the system tells of this JVM, and of the machine that it runs on. */
public final class ThisProcess {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";
  private static final Path MACHINE = Path.of("/proc/meminfo");
  private static final String AVAILABLE = "MemAvailable:";

  private ThisProcess() {}

  /** Time since the JVM was started, in ms. */
  public static long millisecondsSinceStart() {
    return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
  }

  /** The most memory that has been resident at a time so far, in MiB: heap and native memory. */
  public static double peakResidentMebibytes() {
    return mebibytes(STATUS, PEAK);
  }

  /** The memory that the machine can give to new processes without swapping, in MiB. */
  public static double availableMebibytes() {
    return mebibytes(MACHINE, AVAILABLE);
  }

  private static double mebibytes(Path file, String key) {
    try (var lines = Files.lines(file)) {
      String line = lines.filter(each -> each.startsWith(key)).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
