package io.spnas.report.notebook;

/**
 * A network in the plane of cost and accuracy.
 *
 * @param network name of its run, or {@code random}
 * @param series what its accuracy is of; only networks of one series can be compared
 * @param cost as its search's table predicts it
 * @param top1 share of images classified right, 0 to 1
 * @param onFront whether no network of its series is at least as cheap and as accurate, and better
 *     in one of both
 */
record ParetoRow(String network, String series, Double cost, Double top1, Boolean onFront) {
  boolean isDominatedBy(ParetoRow other) {
    boolean better = other.cost < cost || other.top1 > top1;
    return series.equals(other.series) && other.cost <= cost && other.top1 >= top1 && better;
  }

  ParetoRow withFront(boolean front) {
    return new ParetoRow(network, series, cost, top1, front);
  }
}
