package io.spnas.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.opencv.core.Core;

/**
 * Loads OpenCV's native library, once per class loader, from the class path. The copy it makes in
 * {@code java.io.tmpdir} is gone again once loaded.
 */
final class OpenCvLibrary {
  private static final UnsatisfiedLinkError FAILURE = load();

  private OpenCvLibrary() {}

  /**
   * Returns when OpenCV can be called.
   *
   * @throws UnsatisfiedLinkError when it can't; its message says why
   */
  static void ensureLoaded() {
    if (FAILURE != null) {
      throw FAILURE;
    }
  }

  private static UnsatisfiedLinkError load() {
    String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    String resource = resource(platform.toLowerCase(Locale.ROOT));
    if (resource.isEmpty()) {
      return new UnsatisfiedLinkError(
          "No OpenCV for " + platform + "; expected Linux or macOS on x86-64");
    }
    try (InputStream in = OpenCvLibrary.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        return new UnsatisfiedLinkError("OpenCV's " + resource + " is not on the class path");
      }
      Path copy = Files.createTempFile("spnas-", "-" + resource);
      try {
        Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        System.load(copy.toString());
      } finally {
        Files.deleteIfExists(copy);
      }
      // Parallelism is one image per thread; OpenCV's own threads would take the engine's cores.
      Core.setNumThreads(0);
      return null;
    } catch (IOException | UnsatisfiedLinkError e) {
      UnsatisfiedLinkError failure =
          new UnsatisfiedLinkError(
              String.format(
                  "Cannot load OpenCV (%s) on %s from %s: %s; java.io.tmpdir must be writable and"
                      + " not mounted noexec",
                  resource, platform, System.getProperty("java.io.tmpdir"), e.getMessage()));
      failure.initCause(e);
      return failure;
    }
  }

  /** Name of the library for a platform such as "linux amd64"; empty where there is none. */
  static String resource(String platform) {
    boolean x86 = platform.endsWith(" amd64") || platform.endsWith(" x86_64");
    String extension = platform.startsWith("mac") ? ".dylib" : ".so";
    return x86 && (platform.startsWith("mac") || platform.startsWith("linux"))
        ? "lib" + Core.NATIVE_LIBRARY_NAME + extension
        : "";
  }
}
