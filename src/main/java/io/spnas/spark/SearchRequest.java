package io.spnas.spark;

import io.spnas.config.Settings;

/**
 * What a user asks a search for.
 *
 * @param settings all settings
 * @param data directory of the training shards
 * @param runDirectory directory of the run
 * @param workers number of workers
 * @param start how to begin
 */
public record SearchRequest(
    Settings settings, String data, String runDirectory, int workers, Start start) {

  /** How a search begins. */
  public enum Start {
    /** From the first step, in a directory without a run. */
    NEW,
    /** From the last checkpoint of the directory's run. */
    RESUME
  }
}
