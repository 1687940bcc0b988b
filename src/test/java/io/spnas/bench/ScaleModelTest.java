package io.spnas.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScaleModelTest {
  private static final ScaleModel.Work WORK = new ScaleModel.Work(32, 1600, 10, 6, 19.5e6);
  private static final LinkSpeed LOCAL = new LinkSpeed(0.2, 1.5e6);
  private static final LinkSpeed NETWORK = new LinkSpeed(0.3, 1e6);

  private static ScaleModel model(int workersPerHost, int cores) {
    return new ScaleModel(
        WORK, new ScaleModel.Host(workersPerHost, 1, cores, 1.04), LOCAL, NETWORK);
  }

  @Test
  void oneWorkerOnlyComputesAndUpdates() {
    ScalePrediction step = model(4, 2).predict(1);
    assertThat(step.total()).isCloseTo(1606, within(1e-3));
    assertThat(step.imagesPerSecond()).isCloseTo(32 / 1.606, within(1e-3));
    assertThat(step.efficiency()).isEqualTo(1);
  }

  @Test
  void hostsOfTheirOwnMeetOverTheNetwork() {
    ScalePrediction step = model(1, 2).predict(16);
    assertThat(step.compute()).isEqualTo(1600);
    assertThat(step.waiting()).isCloseTo(10 * Stragglers.expectedMaximum(16), within(1e-9));
    assertThat(step.allReduce()).isCloseTo(30 * (0.3 + 19.5 / 16), within(1e-9));
    assertThat(step.efficiency()).isCloseTo(1606 / step.total(), within(1e-6));
  }

  @Test
  void workersInAHostSlowEachOtherDown() {
    ScalePrediction step = model(2, 2).predict(2);
    assertThat(step.compute()).isCloseTo(1.04 * 1600, within(1e-9));
    assertThat(step.other()).isEqualTo(6);
    assertThat(step.allReduce()).isCloseTo(2 * (0.2 + 19.5 / 2 / 1.5), within(1e-9));
  }

  @Test
  void workersThatShareACoreTakeTurns() {
    ScalePrediction shared = model(4, 2).predict(4);
    ScalePrediction free = model(4, 4).predict(4);
    assertThat(shared.compute()).isCloseTo(2 * free.compute(), within(1e-9));
    assertThat(shared.allReduce()).isCloseTo(2 * free.allReduce(), within(1e-9));
    assertThat(shared.total()).isCloseTo(2 * free.total(), within(1e-9));
  }

  @Test
  void aHostThatIsNotFullIsNotShared() {
    assertThat(model(8, 2).predict(2).total()).isEqualTo(model(2, 2).predict(2).total());
  }

  @Test
  void crossoversAreWhereTheFormulasCross() {
    ScaleModel model = model(1, 2);
    AllReduceCost cost = model.allReduce();
    int tree = model.treeIsFaster().orElseThrow();
    assertThat(cost.tree(tree)).isLessThan(cost.ring(tree));
    assertThat(cost.tree(tree / 2)).isGreaterThanOrEqualTo(cost.ring(tree / 2));
    int halving = model.halvingDoublingSaves(0.01).orElseThrow();
    assertThat(saved(model, halving)).isGreaterThanOrEqualTo(0.01);
    assertThat(saved(model, halving / 2)).isLessThan(0.01);
    int hierarchy = model.hierarchicalIsFaster(4).orElseThrow();
    assertThat(cost.hierarchical(hierarchy, 4, LOCAL)).isLessThan(cost.ring(hierarchy));
    assertThat(cost.hierarchical(hierarchy / 2, 4, LOCAL))
        .isGreaterThanOrEqualTo(cost.ring(hierarchy / 2));
  }

  private static double saved(ScaleModel model, int workers) {
    AllReduceCost cost = model.allReduce();
    return (cost.ring(workers) - cost.halvingDoubling(workers)) / model.predict(workers).total();
  }

  @Test
  void whatNeverPaysHasNoCrossover() {
    LinkSpeed instant = new LinkSpeed(0, 1e6);
    ScaleModel model = new ScaleModel(WORK, new ScaleModel.Host(1, 1, 1, 1), instant, instant);
    assertThat(model.treeIsFaster()).isEmpty();
    assertThat(model.halvingDoublingSaves(0.01)).isEmpty();
  }
}
