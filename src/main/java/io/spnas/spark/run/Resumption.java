package io.spnas.spark.run;

import io.spnas.config.InvalidInputException;
import io.spnas.config.SettingDifferences;
import io.spnas.config.Settings;
import io.spnas.report.RunDirectory;
import io.spnas.train.Checkpoint;
import io.spnas.train.CheckpointDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Continues a run as what it was, from its newest checkpoint that can be read. */
final class Resumption {
  private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);

  /**
   * Where a run goes on.
   *
   * @param step steps done
   * @param change why it does not go on to the bit as if it had not ended; empty if it does
   */
  record Start(long step, String change) {}

  private final RunDirectory directory;
  private final Recipe recipe;
  private final int workers;

  /**
   * @param directory directory of the run
   * @param recipe what to continue with
   * @param workers workers to continue with
   */
  Resumption(RunDirectory directory, Recipe recipe, int workers) {
    this.directory = directory;
    this.recipe = recipe;
    this.workers = workers;
  }

  /**
   * Finds out where the run goes on.
   *
   * @return the newest checkpoint's step; 0 if the run ended before its first checkpoint
   * @throws InvalidInputException if other settings than the length of the run differ, naming them,
   *     or no checkpoint can be read
   */
  Start find(CheckpointDirectory checkpoints) throws IOException {
    requireSameRun();
    checkpoints.sweep();
    Optional<Checkpoint> newest = checkpoints.newest();
    if (newest.isEmpty()) {
      if (!checkpoints.isEmpty()) {
        throw new InvalidInputException(
            "Cannot resume %s: none of its checkpoints can be read", directory);
      }
      LOG.warn("{} holds no checkpoint yet: starting with the first step", directory);
      return new Start(0, "");
    }
    Checkpoint checkpoint = newest.get();
    requireSameRun(checkpoint);
    int before = checkpoint.origin().workers();
    String change =
        before == workers
            ? ""
            : String.format(
                "%d workers go on with what %d began: from here on not the same bits",
                workers, before);
    LOG.warn("Resuming {} from step {}. {}", directory, checkpoint.step(), change);
    return new Start(checkpoint.step(), change);
  }

  /**
   * Checks that the directory's run is the one to continue.
   *
   * @throws InvalidInputException if other settings than the length of the run differ, naming them
   */
  void requireSameRun() throws IOException {
    requireSame(directory.toString(), directory.configuration());
  }

  /** As {@link #requireSameRun()}, of a checkpoint. */
  void requireSameRun(Checkpoint checkpoint) {
    requireSame("the checkpoint of step " + checkpoint.step(), checkpoint.origin().configuration());
  }

  private void requireSame(String what, String configuration) {
    Settings before = Settings.parse(configuration);
    List<String> different = new ArrayList<>();
    SettingDifferences.between(List.of(recipe.settings(), before))
        .forEach(
            (key, values) -> {
              if (!key.equals(recipe.lengthKey()) || !recipe.mayGrowFrom(before)) {
                different.add(
                    key + " = " + told(values.get(0)) + ", the run has " + told(values.get(1)));
              }
            });
    if (!different.isEmpty()) {
      throw new InvalidInputException(
          "Cannot resume %s with other settings: %s", what, String.join("; ", different));
    }
  }

  private static String told(Optional<String> value) {
    return value.orElse("no value");
  }
}
