package io.spnas.data;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
    try {
      File copy = extract(resource);
      try {
        System.load(copy.getAbsolutePath());
      } finally {
        copy.delete();
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

  /** Copies by a stream that an interrupt does not break: a failure here would last. */
  static File extract(String resource) throws IOException {
    try (InputStream in = OpenCvLibrary.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        throw new FileNotFoundException("it is not on the class path");
      }
      File copy = File.createTempFile("spnas-", "-" + resource);
      try (OutputStream out = new FileOutputStream(copy)) {
        in.transferTo(out);
      } catch (IOException e) {
        copy.delete();
        throw e;
      }
      return copy;
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
