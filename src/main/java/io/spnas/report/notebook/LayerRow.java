package io.spnas.report.notebook;

/**
 * A block of a network; or, in the last row, its stem and head. What it has not is null.
 *
 * @param layer index among the layers of the search space, or among the network's blocks where
 *     there was none
 * @param op operation that was found, {@code fixed} where nothing was searched, {@code stem, head}
 * @param kernel depthwise kernel size
 * @param expansion expansion ratio
 * @param stride stride of the depthwise convolution
 * @param inChannels channels of the input
 * @param outChannels channels of the output
 * @param inSize height and width of the input
 * @param outSize height and width of the output
 * @param parameters weights, scales and shifts
 * @param multiplyAdds for one image
 * @param cost as the table of the search has it; in the last row that of all that is not searched
 * @param unit unit of the cost
 */
record LayerRow(
    Integer layer,
    String op,
    Integer kernel,
    Integer expansion,
    Integer stride,
    Integer inChannels,
    Integer outChannels,
    Integer inSize,
    Integer outSize,
    Long parameters,
    Long multiplyAdds,
    Double cost,
    String unit) {}
