package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.data.ShardDirectory;
import io.spnas.engine.BatchNorm;
import io.spnas.report.TrainedRun;
import io.spnas.report.export.ExportFormat;
import io.spnas.train.TrainedModel;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Any trained network against ONNX Runtime, on every image of a validation split. Given with {@code
 * -Dspnas.run=DIR -Dspnas.data=DIR}.
 */
@EnabledIfSystemProperty(named = "spnas.run", matches = ".+")
class OnnxAgreementIT {
  /** Two sums in another order may part where the two best classes are this near. */
  private static final double NEAR_TIE = 1e-4;

  @Test
  void everyImageHasTheSameClass() throws Exception {
    String data = System.getProperty("spnas.data");
    TrainedModel model = TrainedRun.load(System.getProperty("spnas.run"), new Configuration());
    byte[] onnx = ExportFormat.ONNX.write(model, BatchNorm.FOLDED);
    OnnxAgreement agreement =
        OnnxAgreement.of(onnx, model, ShardDirectory.open(data, "validation"));
    System.out.println(agreement);
    assertThat(agreement.images()).isPositive();
    assertThat(agreement.largest()).isLessThan(NEAR_TIE);
    assertThat(agreement.different()).isEmpty();
  }
}
