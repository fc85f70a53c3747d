/** The letters of a row of gates, in order; q is a GRU's second summand. */
export const gateLetters = {
  rnn: [],
  lstm: ['i', 'f', 'o', 'g'],
  gru: ['n', 'z', 'r', 'q']
} as const;
