package io.spnas.spark;

import com.esotericsoftware.kryo.Kryo;
import io.spnas.spark.candidates.PathResult;
import io.spnas.spark.prepare.PrepareKryo;
import io.spnas.spark.run.WorkerResult;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * Registers what travels between driver and executors; with {@code spark.kryo.registrationRequired}
 * anything else is refused.
 */
public final class SpnasKryoRegistrator implements KryoRegistrator {
  @Override
  public void registerClasses(Kryo kryo) {
    kryo.register(WorkerResult.class);
    kryo.register(WorkerResult[].class);
    kryo.register(EvaluateResult.class);
    kryo.register(EvaluateResult[].class);
    kryo.register(PathResult.class);
    kryo.register(PathResult[].class);
    PrepareKryo.classes().forEach(kryo::register);
  }
}
