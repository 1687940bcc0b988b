package io.spnas.spark.prepare;

import java.util.List;

/** Whom a job tells how it gets on. */
public interface PrepareReport {
  /** Nobody. */
  PrepareReport NONE =
      new PrepareReport() {
        @Override
        public void progress(String line) {}

        @Override
        public void refused(String split, List<String> images) {}
      };

  /** A line about the work so far, every few seconds. */
  void progress(String line);

  /**
   * Images that are not in a split's shards, once they are written.
   *
   * @param images place and reason of each
   */
  void refused(String split, List<String> images);
}
