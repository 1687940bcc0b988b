package io.spnas.nas.oneshot;

import io.spnas.nas.CandidateScores;
import io.spnas.space.Architecture;
import java.io.IOException;

/**
 * A search among networks that can be scored. Follows from its seed and the scores alone: with the
 * same scores it asks for the same networks in the same order, so that a search that was broken off
 * goes on where scores are kept.
 */
interface CandidateSearch {
  /**
   * The best network found.
   *
   * @throws IOException if networks can't be scored
   */
  Architecture run(CandidateScores scores) throws IOException;
}
