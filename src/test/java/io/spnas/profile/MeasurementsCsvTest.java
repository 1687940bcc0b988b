package io.spnas.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.config.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasurementsCsvTest {
  private static final List<String> MODELS = List.of("entrance", "block_a", "exit");

  private static Measurements read(String text) {
    return MeasurementsCsv.read(text, "m.csv", MODELS);
  }

  @Test
  void notesAndTimesAreReadInOrder() {
    Measurements measurements =
        read("# threads: 4\n# device: My: phone\n\nmodel,ms\nexit,2.5\nblock_a, 1e-1\nexit,3\n");
    assertThat(measurements.notes()).containsEntry("threads", "4");
    assertThat(measurements.notes()).containsEntry("device", "My: phone");
    assertThat(measurements.times("exit")).containsExactly(2.5, 3.0);
    assertThat(measurements.times("block_a")).containsExactly(0.1);
    assertThat(measurements.times("entrance")).isEmpty();
    assertThat(measurements.rounds(List.of("exit"))).isEqualTo(2);
    assertThat(measurements.rounds(MODELS)).isZero();
  }

  @Test
  void whatASpreadsheetMakesOfItIsReadToo() {
    assertThat(read("\uFEFFmodel,ms\r\nexit,2.5\r\n").times("exit")).containsExactly(2.5);
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Measurements written = new Measurements();
    written.note("runtime", "ONNX Runtime 1.22.0");
    written.add("exit", 0.012345);
    written.add("entrance", 1234.5);
    written.add("exit", 0.5);
    Measurements read = read(MeasurementsCsv.write(written));
    assertThat(read.samples()).isEqualTo(written.samples());
    assertThat(read.notes()).isEqualTo(written.notes());
  }

  @Test
  void timingsAreMediansOfEachModel() {
    Timing timing = read("model,ms\nexit,1\nexit,5\nexit,2\n").timings().get("exit");
    assertThat(timing.median()).isEqualTo(2);
    assertThat(timing.spread()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | m.csv is empty, expected the header model,ms",
        "'# threads: 1' | m.csv is empty",
        "'name,time\nexit,1' | m.csv line 1, column 1: found 'name,time', expected the header model",
        "'exit,1' | line 1, column 1: found 'exit,1'",
        "'model,ms\nexit,1\nblock_b,1' | line 3, column 1: unknown model 'block_b', did you mean"
            + " block_a?",
        "'model,ms\nexit,1\nexit,-1' | line 3, column 6: time is '-1', expected ms above 0",
        "'model,ms\nexit,0' | line 2, column 6: time is '0'",
        "'model,ms\nexit,NaN' | line 2, column 6: time is 'NaN'",
        "'model,ms\nexit,1e999' | line 2, column 6: time is '1e999'",
        "'model,ms\nexit,0x1p3' | line 2, column 6: time is '0x1p3'",
        "'model,ms\nexit,' | line 2, column 6: time is ''",
        "'model,ms\n\nexit' | line 3, column 5: 1 field, expected 2: model,ms",
        "'model,ms\nexit,1,2' | line 2, column 7: 3 fields, expected 2: model,ms",
        "'model,ms\nexit;1' | line 2, column 7: 1 field",
      })
  void whatCannotBeIsRefusedWithItsPlace(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void modelsWithoutATimeAreCounted() {
    Measurements measurements = read("model,ms\nentrance,1\n");
    assertThatThrownBy(() -> MeasurementsCsv.requireAll(measurements, "m.csv", MODELS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("m.csv has no times of 2 of 3 models, the first of them block_a");
  }
}
