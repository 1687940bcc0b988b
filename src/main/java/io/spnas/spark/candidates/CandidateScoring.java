package io.spnas.spark.candidates;

import io.spnas.data.ShardParts;
import io.spnas.latency.LatencyPrediction;
import io.spnas.latency.LatencyTable;
import io.spnas.nas.CandidateScores;
import io.spnas.report.CandidateLog;
import io.spnas.report.CandidateScore;
import io.spnas.report.RunDirectory;
import io.spnas.space.Architecture;
import io.spnas.spark.stage.DriverStop;
import io.spnas.train.EvaluationCounts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Scores candidates with the weights of a supernet, spread over the executors: batch norms are
 * calibrated on shards that are not held back, and the held-back images are counted. Each score is
 * written into candidates.jsonl as it comes, and what is there is not computed again.
 */
public final class CandidateScoring implements CandidateScores {
  /** What it takes to notice a stop, and to close the log. */
  private static final Duration STOPPING = Duration.ofSeconds(30);

  private final Supernet supernet;
  private final RunDirectory directory;
  private final Configuration hadoop;
  private final Supplier<JavaSparkContext> spark;
  private final KeptScores kept;
  private final ScoringProgress progress;

  /**
   * A supernet and what its candidates are scored on.
   *
   * @param checkpoint its weights
   * @param shards training shards
   * @param table what predicts a candidate's latency
   */
  public record Supernet(SupernetCheckpoint checkpoint, ShardParts shards, LatencyTable table) {}

  /**
   * @param supernet see there
   * @param directory directory of the search
   * @param hadoop how to reach file systems
   * @param spark the application; asked for only when something must be computed
   * @param progress told of each score
   */
  public CandidateScoring(
      Supernet supernet,
      RunDirectory directory,
      Configuration hadoop,
      Supplier<JavaSparkContext> spark,
      ScoringProgress progress)
      throws IOException {
    this.supernet = supernet;
    this.directory = directory;
    this.hadoop = hadoop;
    this.spark = spark;
    this.progress = progress;
    this.kept = new KeptScores(directory, supernet.checkpoint().step(), hadoop);
  }

  @Override
  public List<Double> top1(List<Architecture> networks) throws IOException {
    List<Architecture> missing = kept.missing(networks);
    if (!missing.isEmpty()) {
      score(missing);
    }
    return kept.top1(networks);
  }

  private void score(List<Architecture> networks) throws IOException {
    List<SupernetPath> paths =
        networks.stream().map(network -> SupernetPath.of(supernet.checkpoint(), network)).toList();
    PathEvaluation evaluation =
        new PathEvaluation(supernet.shards().kept(), supernet.shards().heldBack(), false);
    JavaSparkContext context = spark.get();
    progress.begin(kept.size(), networks.size());
    try (DriverStop stop = new DriverStop(directory, STOPPING);
        CandidateLog log = CandidateLog.open(directory.candidates(), hadoop)) {
      evaluation.run(
          context,
          paths,
          stop,
          (number, result) -> {
            CandidateScore score = score(networks.get(number), result);
            log.append(score);
            kept.add(score);
            progress.scored(kept.size());
          });
    } finally {
      directory.clearStop();
    }
  }

  private CandidateScore score(Architecture network, PathResult result) {
    EvaluationCounts counts = result.counts();
    return new CandidateScore(
        supernet.checkpoint().step(),
        KeptScores.operations(network),
        LatencyPrediction.of(supernet.table(), network).total(),
        counts.top1Share(),
        counts.images(),
        result.seconds(),
        result.coreSeconds());
  }
}
