import com.intel.analytics.bigdl.nn.Module$;
import com.intel.analytics.bigdl.nn.abstractnn.AbstractModule;
import com.intel.analytics.bigdl.tensor.Storage$;
import com.intel.analytics.bigdl.tensor.Tensor;
import com.intel.analytics.bigdl.tensor.Tensor$;
import com.intel.analytics.bigdl.tensor.TensorNumericMath;
import com.intel.analytics.bigdl.utils.Engine;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * A program for BigDL as it is published, with the Scala it was built for: reads a module file,
 * computes its output for images, and writes that to a file.
 *
 * <p>Arguments: module file, file of the images' values (big-endian floats), file for the output,
 * number of images, height and width.
 */
@SuppressWarnings({"unchecked", "rawtypes"})
final class ReadBigDlModule {
  private static final ClassTag TAG = ClassTag$.MODULE$.apply(Float.TYPE);
  private static final TensorNumericMath.TensorNumeric NUMERIC =
      com.intel.analytics.bigdl.tensor.TensorNumericMath$TensorNumeric$NumericFloat$.MODULE$;

  public static void main(String[] arguments) throws Exception {
    System.setProperty("bigdl.localMode", "true");
    System.setProperty("bigdl.coreNumber", "1");
    Engine.init();
    AbstractModule module = Module$.MODULE$.loadModule(arguments[0], null, TAG, NUMERIC);
    if (module.isTraining()) {
      throw new IllegalStateException("The module is in training mode");
    }
    FloatBuffer images =
        ByteBuffer.wrap(Files.readAllBytes(Path.of(arguments[1]))).asFloatBuffer();
    float[] values = new float[images.remaining()];
    images.get(values);
    int size = Integer.parseInt(arguments[4]);
    Tensor input =
        Tensor$.MODULE$.apply(
            Storage$.MODULE$.apply(values, TAG),
            1,
            new int[] {Integer.parseInt(arguments[3]), 3, size, size},
            null,
            TAG,
            NUMERIC);
    Tensor output = ((Tensor) module.forward(input)).contiguous();
    float[] found = (float[]) output.storage().array();
    ByteBuffer bytes = ByteBuffer.allocate(output.nElement() * Float.BYTES);
    bytes.asFloatBuffer().put(found, output.storageOffset() - 1, output.nElement());
    Files.write(Path.of(arguments[2]), bytes.array());
  }
}
