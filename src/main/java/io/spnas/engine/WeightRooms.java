package io.spnas.engine;

/**
 * Where a full convolution's weights lie in MKL-DNN's layouts.
 *
 * @param forward weights as the forward pass takes them
 * @param backward weights as the input's gradient takes them
 * @param sums each thread's sum of their gradient; none where they are only read
 */
record WeightRooms(Room forward, Room backward, Room[] sums) {}
