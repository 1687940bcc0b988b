package io.spnas.report.export;

import io.spnas.engine.BatchNorm;
import io.spnas.engine.BigDlModule;
import io.spnas.train.TrainedModel;

/** Files that a trained network can be written as. */
public enum ExportFormat {
  /** An ONNX model: {@link OnnxExport}. */
  ONNX {
    @Override
    public byte[] write(TrainedModel model, BatchNorm batchNorm) {
      return OnnxExport.write(model, batchNorm);
    }
  },
  /** BigDL's own module file: {@link BigDlModule}. */
  BIGDL {
    @Override
    public byte[] write(TrainedModel model, BatchNorm batchNorm) {
      return BigDlModule.write(
          model.shape(),
          model.weights(),
          model.statistics(),
          model.epsilon(),
          new BigDlModule.Pixels(model.input().mean(), model.input().std()),
          batchNorm);
    }
  },
  /** A NumPy archive of the weights: {@link NpzWeights}. Its batch norms are always kept. */
  NPZ {
    @Override
    public byte[] write(TrainedModel model, BatchNorm batchNorm) {
      return NpzWeights.write(model);
    }
  };

  /**
   * The bytes of a file.
   *
   * @param model the network
   * @param batchNorm what becomes of its batch norms, where the format leaves a choice
   */
  public abstract byte[] write(TrainedModel model, BatchNorm batchNorm);
}
