package io.spnas.spark.compare;

import io.spnas.config.Settings;
import io.spnas.report.RunDirectory;
import io.spnas.spark.SearchJob;
import io.spnas.spark.TrainJob;
import io.spnas.spark.TrainRequest;
import io.spnas.spark.run.RunRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A method with a seed: two run directories below the comparison's, {@code METHOD/seed-S/search}
 * and {@code METHOD/seed-S/train}; a published network has no search.
 *
 * @param request the comparison
 * @param method the method
 * @param seed seed of search and training
 * @param lender cell whose search's supernet this one's search takes; empty if it trains its own,
 *     or none
 */
record Cell(CompareRequest request, String method, long seed, Optional<Cell> lender) {

  /** Name of it in messages, and its directory below the comparison's. */
  String name() {
    return method + "/seed-" + seed;
  }

  /** Name of the search, and its directory below the comparison's. */
  String searchName() {
    return name() + "/search";
  }

  /** Name of the training, and its directory below the comparison's. */
  String trainName() {
    return name() + "/train";
  }

  boolean isSearched() {
    return Methods.isSearch(method);
  }

  /** Settings of both runs. */
  Settings settings() {
    List<String> own = new ArrayList<>();
    if (isSearched()) {
      own.add("strategy.name = \"" + method + "\"");
    }
    own.add("search.seed = " + seed);
    own.add("train.seed = " + seed);
    return request.settings().with(own);
  }

  SearchJob search(Configuration hadoop) {
    Settings own = lender.map(cell -> borrowing(cell, hadoop)).orElseGet(this::settings);
    return new SearchJob(run(own, searchPath()), hadoop, searchName());
  }

  private Settings borrowing(Cell cell, Configuration hadoop) {
    String directory = new RunDirectory(cell.searchPath(), hadoop).location();
    return settings().with(List.of("strategy.supernet = \"" + directory + '"'));
  }

  TrainJob training(Configuration hadoop) {
    String network =
        isSearched() ? new RunDirectory(searchPath(), hadoop).architecturePath() : method;
    return new TrainJob(
        new TrainRequest(run(settings(), trainPath()), network, Optional.empty()),
        hadoop,
        trainName());
  }

  /** Every cell continues what is there, and begins what is not. */
  private RunRequest run(Settings settings, String directory) {
    return new RunRequest(
        settings, request.data(), directory, request.workers(), RunRequest.Start.RESUME);
  }

  String searchPath() {
    return new Path(request.directory(), searchName()).toString();
  }

  String trainPath() {
    return new Path(request.directory(), trainName()).toString();
  }

  /** Whether its training is over. */
  boolean isOver(Configuration hadoop) throws IOException {
    return new RunDirectory(trainPath(), hadoop).holdsResult();
  }
}
