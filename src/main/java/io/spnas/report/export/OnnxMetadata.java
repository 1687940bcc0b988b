package io.spnas.report.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.engine.BatchNorm;
import io.spnas.space.NetworkShape;
import io.spnas.train.TrainedModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an ONNX model says of itself in its metadata. All values are text; lists and objects are
 * JSON.
 *
 * <pre>
 *   input.layout       NCHW
 *   input.channels     RGB
 *   input.range        [0,255]: pixel values as they are, no scaling outside the model
 *   input.size         height and width in pixels
 *   input.centre_crop  share of an image's short side that the centred square keeps
 *   input.resize       how the square becomes the input: bicubic
 *   input.mean         of red, green, blue; subtracted inside the model
 *   input.std          of red, green, blue; divided by inside the model
 *   labels             names of the classes, in the order of the outputs
 *   network            stem, blocks, head and activation
 *   batch_norm         folded or kept
 * </pre>
 */
final class OnnxMetadata {
  private OnnxMetadata() {}

  /** All properties, in a fixed order. */
  static Map<String, String> of(TrainedModel model, BatchNorm batchNorm) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("input.layout", "NCHW");
    properties.put("input.channels", "RGB");
    properties.put("input.range", "[0,255]");
    properties.put("input.size", Integer.toString(model.shape().inputSize()));
    properties.put("input.centre_crop", Double.toString(model.input().centreCrop()));
    properties.put("input.resize", "bicubic");
    properties.put("input.mean", numbers(model.input().mean()));
    properties.put("input.std", numbers(model.input().std()));
    properties.put("labels", texts(model.labels()));
    properties.put("network", network(model.shape()));
    properties.put("batch_norm", batchNorm.name().toLowerCase(Locale.ROOT));
    return properties;
  }

  private static String numbers(float[] values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (float value : values) {
      array.add(value);
    }
    return array.toString();
  }

  private static String texts(List<String> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(array::add);
    return array.toString();
  }

  private static String network(NetworkShape shape) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("stem_channels", shape.stemChannels());
    root.put("stem_stride", shape.stemStride());
    shape.blockStrings().forEach(root.putArray("blocks")::add);
    root.put("head_channels", shape.headChannels());
    root.put("classes", shape.classes());
    root.put("activation", shape.activation().name().toLowerCase(Locale.ROOT));
    return root.toString();
  }
}
