package io.spnas.peers;

import static org.bytedeco.pytorch.global.torch.batch_norm;
import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.ones;
import static org.bytedeco.pytorch.global.torch.randn;
import static org.bytedeco.pytorch.global.torch.zeros;

import io.spnas.space.MbConv;
import io.spnas.space.NetworkShape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** A network in training mode, as a list of PyTorch calls. */
final class TorchNetwork {
  private static final double EPSILON = 1e-3;
  private static final double MOMENTUM = 0.01;
  private static final double INITIAL_DEVIATION = 0.1;

  private final MemoryFormat format;
  private final UnaryOperator<Tensor> activation;
  private final List<Tensor> parameters = new ArrayList<>();
  private final List<UnaryOperator<Tensor>> layers = new ArrayList<>();

  TorchNetwork(NetworkShape shape, MemoryFormat format) {
    this.format = format;
    this.activation =
        switch (shape.activation()) {
          case RELU -> Tensor::relu_;
          case RELU6 -> torch::relu6_;
        };
    layers.add(activated(unit(3, shape.stemChannels(), 3, shape.stemStride(), 1)));
    int channels = shape.stemChannels();
    for (MbConv block : shape.blocks()) {
      layers.add(block(block));
      channels = block.outChannels();
    }
    layers.add(activated(unit(channels, shape.headChannels(), 1, 1, 1)));
    layers.add(x -> x.mean(new long[] {2, 3}, false, new ScalarTypeOptional()));
    layers.add(classifier(shape.headChannels(), shape.classes()));
  }

  /** Logits, [N, classes], of images [N, 3, S, S]. */
  Tensor forward(Tensor images) {
    Tensor x = images;
    for (UnaryOperator<Tensor> layer : layers) {
      x = layer.apply(x);
    }
    return x;
  }

  /** Sets the gradients to 0, as backward adds to them. */
  void clearGradients() {
    for (Tensor parameter : parameters) {
      parameter.mutable_grad().zero_();
    }
  }

  private UnaryOperator<Tensor> block(MbConv block) {
    int inner = block.innerChannels();
    List<UnaryOperator<Tensor>> branch = new ArrayList<>();
    if (block.expansion() > 1) {
      branch.add(activated(unit(block.inChannels(), inner, 1, 1, 1)));
    }
    branch.add(activated(unit(inner, inner, block.kernel(), block.stride(), inner)));
    branch.add(unit(inner, block.outChannels(), 1, 1, 1));
    return input -> {
      Tensor x = input;
      for (UnaryOperator<Tensor> layer : branch) {
        x = layer.apply(x);
      }
      return block.residual() ? x.add(input) : x;
    };
  }

  private UnaryOperator<Tensor> activated(UnaryOperator<Tensor> layer) {
    return x -> activation.apply(layer.apply(x));
  }

  /** Convolution and batch norm. */
  private UnaryOperator<Tensor> unit(int in, int out, int kernel, int stride, int groups) {
    Tensor weight = parameter(random(out, in / groups, kernel, kernel).contiguous(format));
    TensorOptional scale = new TensorOptional(parameter(ones(out)));
    TensorOptional shift = new TensorOptional(parameter(zeros(out)));
    TensorOptional mean = new TensorOptional(zeros(out));
    TensorOptional variance = new TensorOptional(ones(out));
    TensorOptional noBias = new TensorOptional();
    long[] strides = {stride, stride};
    long[] padding = {kernel / 2, kernel / 2};
    long[] dilation = {1, 1};
    return x -> {
      Tensor y = conv2d(x, weight, noBias, strides, padding, dilation, groups);
      return batch_norm(y, scale, shift, mean, variance, true, MOMENTUM, EPSILON, false);
    };
  }

  private UnaryOperator<Tensor> classifier(int in, int classes) {
    Tensor weight = parameter(random(classes, in));
    TensorOptional bias = new TensorOptional(parameter(zeros(classes)));
    return x -> linear(x, weight, bias);
  }

  private static Tensor random(long... shape) {
    return randn(shape).mul(new Scalar(INITIAL_DEVIATION));
  }

  private Tensor parameter(Tensor values) {
    values.set_requires_grad(true);
    parameters.add(values);
    return values;
  }
}
