package io.spnas.spark.stage;

import io.spnas.report.RunDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A driver that is told to end (SIGTERM, SIGINT) asks the workers to stop, through the stop file of
 * the run directory, and waits until they have.
 */
public final class DriverStop implements BooleanSupplier, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DriverStop.class);

  private final RunDirectory directory;
  private final OrderlyExit exit;
  private volatile boolean terminated;

  /**
   * @param directory directory of the run
   * @param patience longest time that the workers take to stop
   */
  public DriverStop(RunDirectory directory, Duration patience) {
    this.directory = directory;
    this.exit = new OrderlyExit(OrderlyExit.Order.DRIVER, patience, this::tell);
  }

  private boolean tell() {
    terminated = true;
    LOG.warn("Told to end: the workers finish their step and keep a checkpoint");
    try {
      directory.requestStop();
    } catch (IOException e) {
      LOG.warn("Cannot ask the workers to stop: {}", e.getMessage());
    }
    return true;
  }

  /** Whether the driver is told to end, or the run directory holds a stop file. */
  @Override
  public boolean getAsBoolean() {
    try {
      return terminated || directory.isStopRequested();
    } catch (IOException e) {
      return terminated;
    }
  }

  @Override
  public void close() {
    if (terminated) {
      // Here, as the JVM may be gone before the command has its say.
      LOG.warn("The workers have ended; --resume continues the run in {}", directory);
    }
    exit.close();
  }
}
