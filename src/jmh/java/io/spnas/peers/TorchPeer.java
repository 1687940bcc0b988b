package io.spnas.peers;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.randint;
import static org.bytedeco.pytorch.global.torch.randn;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import io.spnas.bench.Peer;
import io.spnas.bench.StepTime;
import io.spnas.space.NetworkShape;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * PyTorch on the CPU, through its C++ interface: eager mode, 32 bit floats, activations and kernels
 * in either memory layout.
 *
 * <p>PyTorch leaves freed activations to the C library, which by default gives them back to the
 * system and asks for zeroed pages at every step. The variant that keeps memory tells it not to, as
 * users of PyTorch do who tune it, or who load another allocator.
 */
public final class TorchPeer implements Peer {
  private static final String CHANNELS_LAST = "channels-last";
  private static final String CHANNELS_LAST_KEPT = "channels-last keeping memory";
  private static final String CONTIGUOUS = "contiguous";
  private static final Map<String, String> KEEP_MEMORY =
      Map.of(
          "MALLOC_ARENA_MAX", "1",
          "MALLOC_MMAP_MAX_", "0",
          "MALLOC_TRIM_THRESHOLD_", "100000000000",
          "MALLOC_TOP_PAD_", "268435456");

  @Override
  public String name() {
    return "PyTorch " + torch.TORCH_VERSION;
  }

  @Override
  public List<String> variants() {
    return List.of(CHANNELS_LAST, CHANNELS_LAST_KEPT, CONTIGUOUS);
  }

  @Override
  public Map<String, String> environment(String variant) {
    return variant.equals(CHANNELS_LAST_KEPT) ? KEEP_MEMORY : Map.of();
  }

  @Override
  public Step prepare(String variant, NetworkShape shape, int batch, int threads) {
    // JavaCPP collects garbage by force when native memory outgrows the heap's limit.
    System.setProperty("org.bytedeco.javacpp.maxBytes", "0");
    System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    set_num_threads(threads);
    return new TorchStep(
        shape,
        batch,
        variant.equals(CONTIGUOUS) ? MemoryFormat.Contiguous : MemoryFormat.ChannelsLast);
  }

  private static final class TorchStep implements Step {
    private final PointerScope scope = new PointerScope();
    private final TorchNetwork network;
    private final Tensor images;
    private final Tensor labels;

    TorchStep(NetworkShape shape, int batch, MemoryFormat format) {
      this.network = new TorchNetwork(shape, format);
      this.images = randn(batch, 3, shape.inputSize(), shape.inputSize()).contiguous(format);
      this.labels = randint(shape.classes(), new long[] {batch}).to(torch.ScalarType.Long);
    }

    @Override
    public StepTime run() {
      try (PointerScope temporaries = new PointerScope()) {
        long start = System.nanoTime();
        Tensor logits = network.forward(images);
        long forward = System.nanoTime();
        Tensor loss = cross_entropy_loss(logits, labels);
        long evaluated = System.nanoTime();
        loss.backward();
        long end = System.nanoTime();
        network.clearGradients();
        return new StepTime(
            (forward - start) / 1e6, (evaluated - forward) / 1e6, (end - evaluated) / 1e6, 0);
      }
    }

    @Override
    public void close() {
      scope.close();
    }
  }
}
