package io.spnas.spark.candidates;

import io.spnas.config.InvalidInputException;
import io.spnas.nas.CandidateScores;
import io.spnas.report.CandidateLog;
import io.spnas.report.CandidateScore;
import io.spnas.report.RunDirectory;
import io.spnas.space.Architecture;
import io.spnas.space.Operation;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** The scores that a run directory holds. Others there are none of. */
public final class KeptScores implements CandidateScores {
  private final Map<List<String>, CandidateScore> scores = new HashMap<>();

  /**
   * Reads candidates.jsonl.
   *
   * @param directory directory of the search
   * @param step steps of the supernet; scores of an earlier one don't count
   * @param hadoop how to reach file systems
   * @throws InvalidInputException if a line of the file is damaged
   */
  public KeptScores(RunDirectory directory, long step, Configuration hadoop) throws IOException {
    for (CandidateScore score : CandidateLog.read(directory.candidates(), hadoop)) {
      if (score.step() == step) {
        add(score);
      }
    }
  }

  /** A candidate has no score. */
  public static final class MissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private MissingException(int candidates) {
      super(
          String.format(
              "The run's strategy scores candidates, %d of which have no score: expected a search"
                  + " that has ended; search --resume ends it",
              candidates));
    }
  }

  /** How candidates.jsonl names a network. */
  static List<String> operations(Architecture network) {
    return network.operations().stream().map(Operation::label).toList();
  }

  void add(CandidateScore score) {
    scores.put(score.operations(), score);
  }

  /** Number of scores. */
  int size() {
    return scores.size();
  }

  /** Those of some networks that have no score yet, each once. */
  List<Architecture> missing(List<Architecture> networks) {
    return networks.stream()
        .distinct()
        .filter(network -> !scores.containsKey(operations(network)))
        .toList();
  }

  /**
   * Looks scores up.
   *
   * @throws MissingException if there is none of a network
   */
  @Override
  public List<Double> top1(List<Architecture> networks) {
    List<Architecture> missing = missing(networks);
    if (!missing.isEmpty()) {
      throw new MissingException(missing.size());
    }
    return networks.stream().map(network -> scores.get(operations(network)).top1()).toList();
  }
}
