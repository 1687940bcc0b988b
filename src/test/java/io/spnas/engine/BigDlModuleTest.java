package io.spnas.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.intel.analytics.bigdl.serialization.Bigdl.AttrValue;
import com.intel.analytics.bigdl.serialization.Bigdl.BigDLModule;
import com.intel.analytics.bigdl.serialization.Bigdl.BigDLTensor;
import io.spnas.train.TrainedModel;
import io.spnas.train.TrainedModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a module file says; the slow tests have BigDL itself read one. */
class BigDlModuleTest {
  private static final TrainedModel MODEL = TrainedModels.small(5);

  private static byte[] write(BatchNorm batchNorm) {
    return BigDlModule.write(
        MODEL.shape(),
        MODEL.weights(),
        MODEL.statistics(),
        MODEL.epsilon(),
        new BigDlModule.Pixels(MODEL.input().mean(), MODEL.input().std()),
        batchNorm);
  }

  private static List<BigDLModule> layers(BigDLModule module) {
    List<BigDLModule> layers = new ArrayList<>(List.of(module));
    module.getSubModulesList().forEach(inner -> layers.addAll(layers(inner)));
    return layers;
  }

  @ParameterizedTest
  @EnumSource(BatchNorm.class)
  void layersAreBigDlsOwn(BatchNorm batchNorm) throws Exception {
    List<BigDLModule> layers = layers(BigDLModule.parseFrom(write(batchNorm)));
    for (BigDLModule layer : layers) {
      assertThat(Class.forName(layer.getModuleType()).getPackageName())
          .isEqualTo("com.intel.analytics.bigdl.nn");
      assertThat(layer.getTrain()).isFalse();
    }
    assertThat(layers).extracting(BigDLModule::getName).doesNotHaveDuplicates();
    // BigDL takes layers of the same number for one layer.
    assertThat(layers).extracting(BigDLModule::getId).doesNotHaveDuplicates();
    assertThat(layers.stream().filter(layer -> layer.getModuleType().endsWith("Normalization")))
        .hasSize(
            batchNorm == BatchNorm.KEPT
                ? ParameterLayout.of(MODEL.shape()).statistics().size()
                : 0);
  }

  @Test
  void parametersAreTheNetworks() throws Exception {
    BigDLModule module = BigDLModule.parseFrom(write(BatchNorm.KEPT));
    Map<String, AttrValue> values =
        module.getAttrOrThrow("global_storage").getNameAttrListValue().getAttrMap();
    ParameterLayout layout = ParameterLayout.of(MODEL.shape());
    int found = 0;
    for (BigDLModule layer : layers(module)) {
      if (layer.getName().endsWith(".conv")) {
        ParameterLayout.Slot slot = layout.slot(layer.getName());
        BigDLTensor tensor = layer.getParameters(0);
        assertThat(tensor.getNElements()).isEqualTo(slot.length());
        List<Float> stored =
            values
                .get(Integer.toString(tensor.getId()))
                .getTensorValue()
                .getStorage()
                .getFloatDataList();
        float[] expected =
            Arrays.copyOfRange(MODEL.weights(), slot.offset(), slot.offset() + slot.length());
        assertThat(floats(stored)).as(slot.name()).isEqualTo(expected);
        found++;
      }
    }
    assertThat(found).isEqualTo(layout.statistics().size());
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }

  @Test
  void sameNetworkGivesSameBytes() {
    assertThat(write(BatchNorm.FOLDED)).isEqualTo(write(BatchNorm.FOLDED));
  }
}
