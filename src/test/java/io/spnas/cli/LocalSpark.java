package io.spnas.cli;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has the commands of a test class run on Spark in this JVM.
 *
 * @param cores how many tasks at a time
 */
record LocalSpark(int cores) implements BeforeAllCallback, AfterAllCallback {
  private static final String MASTER = "spark.master";

  @Override
  public void beforeAll(ExtensionContext context) {
    System.setProperty(MASTER, "local[" + cores + "]");
  }

  @Override
  public void afterAll(ExtensionContext context) {
    System.clearProperty(MASTER);
  }
}
