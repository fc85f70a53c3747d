/** Scores of a race that a notebook keeps: epochs planned, times groups, times networks. */
export const RACE_SCORES = 50_000;

/** Epochs of a race: each is a row of pixels, and no browser draws pictures that are much higher. */
export const RACE_EPOCHS = 30_000;

/** Units of a state beside attention weights: each is a row or a column of pixels. */
export const ATTENTION_UNITS = 16_384;
