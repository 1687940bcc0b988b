package io.spnas.clusters;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The process that started this one, at the other end of stdin and stdout. */
final class Starter {
  private Starter() {}

  /** Says that the server is there. */
  static void tellReady() {
    System.out.println("ready");
  }

  /** Waits until the starter closes stdin, or ends. */
  static void await() throws IOException {
    InputStream in = System.in;
    in.transferTo(OutputStream.nullOutputStream());
  }
}
