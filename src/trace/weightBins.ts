/** How finely weights are counted; odd, so that zero is in the middle of a bin. */
export const WEIGHT_BINS = 41;
