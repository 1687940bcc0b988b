package io.spnas.spark;

import io.spnas.config.Settings;
import io.spnas.nas.SupernetSize;
import io.spnas.nas.SupernetWorker;
import io.spnas.report.CandidateLog;
import io.spnas.report.CandidateScore;
import io.spnas.report.RunDirectory;
import io.spnas.report.RunEvent;
import io.spnas.report.RunStart;
import io.spnas.report.RunView;
import io.spnas.train.StepRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
    Workers workers = Workers.of(run);
    double steps = 0;
    double milliseconds = 0;
    long before = 0;
    for (StepRecord record : run.records()) {
      long done = record.step() - before;
      steps += done;
      milliseconds += done * record.stepMilliseconds() * workers.cores(record.step());
      before = record.step();
    }
    long again = run.events().stream().mapToLong(RunEvent::lostSteps).sum();
    double share = steps > 0 ? (steps + again) / steps : 0;
    List<CandidateScore> scores = CandidateLog.read(directory.candidates(), hadoop);
    SearchSupernet supernet = SearchSupernet.of(directory, recipe, hadoop);
    return new SearchAccount(
        Math.round((steps + again) * settings.search().globalBatch()),
        scores.stream().mapToLong(CandidateScore::images).sum(),
        milliseconds * share / 1000,
        scores.stream().mapToDouble(CandidateScore::coreSeconds).sum(),
        supernet.trained().parameters().length,
        recipe.trains() ? networkBytes(recipe, workers) : 0,
        settings.strategy().supernet());
  }

  private static long networkBytes(SearchRecipe recipe, Workers workers) {
    int batch = recipe.globalBatch() / workers.first();
    SupernetSize size =
        recipe.strategy().size(recipe.space(), new SupernetWorker(0, batch, workers.coresOfOne()));
    return size.memory().nativeBytes() + size.memory().heapBytes();
  }

  /**
   * The workers of a run.
   *
   * @param from number of workers from a step on
   * @param coresOfOne cores of one
   */
  private record Workers(TreeMap<Long, Integer> from, int coresOfOne) {

    static Workers of(RunView run) {
      Map<String, String> facts =
          run.starts().stream().findFirst().map(RunStart::facts).orElse(Map.of());
      TreeMap<Long, Integer> from = new TreeMap<>();
      from.put(0L, Integer.parseInt(facts.getOrDefault(RunStart.WORKERS, "1")));
      run.events().forEach(event -> from.put(event.step(), event.workers()));
      return new Workers(from, Integer.parseInt(facts.getOrDefault(RunStart.WORKER_CORES, "1")));
    }

    int first() {
      return from.firstEntry().getValue();
    }

    /** Cores of all while the steps before this one were done. */
    int cores(long step) {
      return from.lowerEntry(step).getValue() * coresOfOne;
    }
  }
}
