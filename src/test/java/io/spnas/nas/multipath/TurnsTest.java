package io.spnas.nas.multipath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static String turns(Turns turns) {
    StringBuilder letters = new StringBuilder();
    LongStream.range(0, 12).mapToObj(turns::of).forEach(t -> letters.append(t.name().charAt(1)));
    return letters.toString();
  }

  @Test
  void oneStepInSoManyIsTheArchitectureWeights() {
    assertThat(turns(new Turns(3, 2))).isEqualTo("AAA" + "ERERERERE");
    assertThat(turns(new Turns(0, 3))).isEqualTo("EEREEREEREER");
    assertThat(new Turns(3, 2).firstOfArchitecture()).isEqualTo(4);
    assertThat(new Turns(0, 3).firstOfArchitecture()).isEqualTo(2);
  }
}
