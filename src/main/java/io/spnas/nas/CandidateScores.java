package io.spnas.nas;

import io.spnas.space.Architecture;
import java.io.IOException;
import java.util.List;

/** Scores networks with the weights that they inherit from a trained supernet. */
public interface CandidateScores {
  /**
   * Share of the held-back images that each network classifies right, batch norm's statistics
   * measured for it. A network that was scored before is not computed again.
   *
   * @param networks networks of the search space
   * @return a share from 0 to 1 for each, in their order
   * @throws IOException if they can't be computed
   */
  List<Double> top1(List<Architecture> networks) throws IOException;
}
