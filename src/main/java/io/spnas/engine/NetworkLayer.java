package io.spnas.engine;

/**
 * One layer of a network, computed by a team: each thread calls the methods with its own {@link
 * Share}, and {@code finish...} is called once, when all threads are through.
 */
interface NetworkLayer {
  /** Name of the convolution, such as {@code block3.depthwise}. */
  String name();

  /**
   * Makes a thread's primitives and memory.
   *
   * @param backwards whether the layer takes the images from the last to the first
   */
  void prepare(Share share, boolean backwards);

  /** Computes the output of a thread's images, and their part of batch norm's statistics. */
  void forward(Share share);

  /**
   * Makes the statistics of all images.
   *
   * @return whether they are numbers
   */
  boolean finishForward();

  /**
   * Computes the gradient of the input of a thread's images, their part of the weights' gradient,
   * and of the sums that the batch norm before needs.
   */
  void backward(Share share);

  /** Makes the gradients of the batch norm before. */
  void finishBackward();

  /** Multiplications and additions of the forward pass, for the whole batch. */
  double operations();

  /** Multiplications and additions of the backward pass: for the input and for the weights. */
  default double backwardOperations() {
    return 2 * operations();
  }

  /** What is moved at least, for the whole batch. */
  Traffic traffic();
}
