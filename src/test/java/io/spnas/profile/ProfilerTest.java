package io.spnas.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.config.InvalidInputException;
import io.spnas.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ProfilerTest {
  private static final int ROUNDS = 6;
  private static final NetworkTimes.Listener NO_PROGRESS = (pieces, all) -> {};

  private final PackManifest pack = SmallSpace.pack();
  private final FakePhone phone = new FakePhone();

  /** Keeps the text that would be written, and tells the phone the round. */
  private final class Keeper implements Consumer<Measurements> {
    final List<String> texts = new ArrayList<>();

    @Override
    public void accept(Measurements measurements) {
      texts.add(MeasurementsCsv.write(measurements));
      phone.round(measurements.rounds(pack.models()));
    }

    String last() {
      return texts.get(texts.size() - 1);
    }
  }

  private Profiler profiler(BooleanSupplier stop) {
    return new Profiler(pack, phone, 1, stop);
  }

  private Measurements unbroken() {
    phone.round(0);
    Profiler profiler = profiler(() -> false);
    Measurements measurements = profiler.begin();
    assertThat(profiler.run(measurements, ROUNDS, NO_PROGRESS, new Keeper())).isTrue();
    return measurements;
  }

  /** Measurements of the rounds before a stop in the middle of one. */
  private String broken(int wholeRounds) {
    phone.round(0);
    AtomicInteger models = new AtomicInteger();
    Keeper keeper = new Keeper();
    // Asked once for each model that is prepared, and for each that is measured.
    int round = pack.models().size();
    Profiler profiler =
        profiler(() -> models.incrementAndGet() > round + wholeRounds * round + round / 2);
    assertThat(profiler.run(profiler.begin(), ROUNDS, NO_PROGRESS, keeper)).isFalse();
    assertThat(keeper.texts).hasSize(wholeRounds);
    return keeper.last();
  }

  private Measurements read(String text) {
    return MeasurementsCsv.read(text, "m.csv", pack.models());
  }

  @Test
  void resumedProfileHasTheTimesOfAnUnbrokenOne() {
    String kept = broken(2);
    phone.round(2);
    Profiler profiler = profiler(() -> false);
    Measurements resumed = profiler.resume(read(kept), "m.csv");
    assertThat(profiler.run(resumed, ROUNDS, NO_PROGRESS, new Keeper())).isTrue();
    Measurements unbroken = unbroken();
    assertThat(resumed.samples()).isEqualTo(unbroken.samples());
    assertThat(resumed.rounds(pack.models())).isEqualTo(ROUNDS);
    assertThat(pack.plan().table("t", Origins.of(pack), resumed.timings()).json())
        .isEqualTo(pack.plan().table("t", Origins.of(pack), unbroken.timings()).json());
  }

  @Test
  void anUnfinishedRoundIsDoneAgain() {
    String[] lines = broken(2).split("\n");
    // As after a copy that broke off: the last lines are missing.
    String torn = String.join("\n", List.of(lines).subList(0, lines.length - 3));
    phone.round(1);
    Profiler profiler = profiler(() -> false);
    Measurements resumed = profiler.resume(read(torn), "m.csv");
    assertThat(resumed.rounds(pack.models())).isEqualTo(1);
    profiler.run(resumed, ROUNDS, NO_PROGRESS, new Keeper());
    assertThat(resumed.samples()).isEqualTo(unbroken().samples());
  }

  @Test
  void otherConditionsAreRefusedByName() {
    String kept = broken(1);
    Profiler others = new Profiler(pack, phone, 2, () -> false);
    assertThatThrownBy(() -> others.resume(read(kept), "m.csv"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Cannot continue m.csv: it was measured with threads = 1, expected 2");
    PackManifest wider =
        PackManifest.of(Settings.parse(SmallSpace.CONFIG + "model.head-channels = 64"), 1);
    Profiler wide = new Profiler(wider, phone, 1, () -> false);
    assertThatThrownBy(() -> wide.resume(read(kept), "m.csv"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("model.head-channels = 32, expected 64");
  }

  @Test
  void notesTellMachineAndRounds() {
    assertThat(unbroken().notes())
        .containsEntry("runtime", "additive 1.0")
        .containsEntry("threads", "1")
        .containsEntry("rounds", Integer.toString(ROUNDS))
        .containsEntry("input.size", "32")
        .containsKeys("date", "cpu", "cores", "jvm", "load", "pack");
  }
}
