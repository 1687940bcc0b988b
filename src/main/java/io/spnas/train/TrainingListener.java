package io.spnas.train;

import java.io.IOException;

/** Told of a search's progress, on the thread that steps. */
public interface TrainingListener {
  /** A step that is to be logged is done. */
  void onRecord(StepRecord record) throws IOException;

  /** A step is done after which the state is to be kept. The state is live: copy or write it. */
  void onCheckpoint(TrainingState state) throws IOException;
}
