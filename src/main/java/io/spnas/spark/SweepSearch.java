package io.spnas.spark;

import io.spnas.spark.run.RunRequest;
import org.apache.hadoop.conf.Configuration;

/**
 * One search of a sweep.
 *
 * @param name name of its run directory, such as {@code lambda-0.0006}
 * @param request what is asked for
 */
public record SweepSearch(String name, RunRequest request) {

  SearchJob job(Configuration hadoop) {
    return new SearchJob(request, hadoop, name);
  }
}
