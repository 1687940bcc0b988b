package io.spnas.spark.run;

import io.spnas.config.Settings;

/**
 * What a user asks for, whatever is run.
 *
 * @param settings all settings
 * @param data directory of the shards
 * @param runDirectory directory of the run
 * @param workers number of workers
 * @param start how to begin
 */
public record RunRequest(
    Settings settings, String data, String runDirectory, int workers, Start start) {

  /** How a run begins. */
  public enum Start {
    /** From the first step, in a directory without a run. */
    NEW,
    /** From the last checkpoint of the directory's run; from the first step where there is none. */
    RESUME
  }
}
