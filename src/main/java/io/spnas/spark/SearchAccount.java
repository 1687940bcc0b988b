package io.spnas.spark;

import io.spnas.config.Settings;
import io.spnas.nas.SupernetSize;
import io.spnas.nas.SupernetWorker;
import io.spnas.report.CandidateLog;
import io.spnas.report.CandidateScore;
import io.spnas.report.RunDirectory;
import io.spnas.report.RunView;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * What a search has taken, as its run directory tells. All numbers are 0 for what it did not do:
 * where another search's supernet was taken, that one's account has the training.
 *
 * @param trainedImages images of the steps, each as often as it was read; steps that were done
 *     again after a restart count twice
 * @param scoredImages held-back images on which candidates were scored
 * @param trainingCoreSeconds time of the steps, by the cores of all workers; that of steps that
 *     were done again is taken to be the mean one
 * @param scoringCoreSeconds time of the scoring's tasks, by their cores
 * @param supernetParameters parameters of the supernet: weights, and what decides between
 *     operations
 * @param networkBytes memory of a worker's network in a step, native and heap, by the formula that
 *     tells memory of clusters; parameters and input aside
 * @param supernetOf directory of the search whose supernet was taken, if it was
 */
public record SearchAccount(
    long trainedImages,
    long scoredImages,
    double trainingCoreSeconds,
    double scoringCoreSeconds,
    long supernetParameters,
    long networkBytes,
    Optional<String> supernetOf) {

  /**
   * Of a search that has ended.
   *
   * @param runDirectory directory of the search
   * @param hadoop how to reach file systems
   * @throws io.spnas.config.InvalidInputException if there is no search, or a file of it is damaged
   */
  public static SearchAccount of(String runDirectory, Configuration hadoop) throws IOException {
    RunDirectory directory = new RunDirectory(runDirectory, hadoop);
    RunView run = RunView.read(runDirectory, hadoop);
    SearchRecipe recipe = new SearchRecipe(run.settings());
    Settings settings = run.settings();
    StepsTaken steps = StepsTaken.of(run);
    List<CandidateScore> scores = CandidateLog.read(directory.candidates(), hadoop);
    SearchSupernet supernet = SearchSupernet.of(directory, recipe, hadoop);
    return new SearchAccount(
        steps.steps() * settings.search().globalBatch(),
        scores.stream().mapToLong(CandidateScore::images).sum(),
        steps.coreSeconds(),
        scores.stream().mapToDouble(CandidateScore::coreSeconds).sum(),
        supernet.trained().parameters().length,
        recipe.trains() ? networkBytes(recipe, steps) : 0,
        settings.strategy().supernet());
  }

  private static long networkBytes(SearchRecipe recipe, StepsTaken steps) {
    int batch = recipe.globalBatch() / steps.workers();
    SupernetSize size =
        recipe.strategy().size(recipe.space(), new SupernetWorker(0, batch, steps.cores()));
    return size.memory().nativeBytes() + size.memory().heapBytes();
  }
}
