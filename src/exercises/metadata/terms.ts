/** A word of the field, as it stands in texts, and what is said where it is pointed at. */
export interface GlossaryTerm {
  /** How it is written: in words in either case, `$…$` for a symbol, `` `…` `` for a name in code. */
  readonly words: readonly string[];
  readonly meaning: string;
}

/** The glossary of the lessons: the one place where a term is explained. */
export const terms = {
  n: { words: ['$n$'], meaning: 'How many numbers come in at each step.' },
  m: {
    words: ['$m$'],
    meaning: 'How many units a layer has, and so how many numbers its state.'
  },
  T: { words: ['$T$'], meaning: 'How many steps a sequence has.' },
  sigmoid: {
    words: ['$\\sigma$'],
    meaning: 'Sigmoid: turns any number into one between 0 and 1.'
  },
  tanh: {
    words: ['$\\tanh$'],
    meaning:
      'Turns any number into one between −1 and 1; near 0 it is straight.'
  },
  elementwise: {
    words: ['$\\odot$'],
    meaning: 'Multiplies two vectors number by number, unit by unit.'
  },
  hidden: {
    words: ['hidden state', 'hidden states', '$h$'],
    meaning:
      'The numbers that a recurrent layer carries to the next step and shows to the layer above.'
  },
  cellState: {
    words: ['cell state', 'cell states', '$c$'],
    meaning:
      'The memory of an LSTM: only the forget gate and what is written change it.'
  },
  cell: {
    words: ['cell', 'cells'],
    meaning:
      'What is computed in one step of a recurrent layer: from an input and a state the next state.'
  },
  unit: {
    words: ['unit', 'units'],
    meaning: 'One number of the state, with weights of its own.'
  },
  weight: {
    words: ['weight', 'weights'],
    meaning: 'A number that training changes; the same at every step.'
  },
  bias: {
    words: ['bias', 'biases'],
    meaning: 'A number that is added whatever comes in; training changes it.'
  },
  parameters: {
    words: ['parameter', 'parameters'],
    meaning: 'All numbers that training changes: weights and biases.'
  },
  seed: {
    words: ['seed', 'seeds'],
    meaning:
      'A whole number from which all random choices follow: the same seed, the same network.'
  },
  loss: {
    words: ['loss', 'losses'],
    meaning: 'One number for how wrong the answers are; training makes it less.'
  },
  epoch: {
    words: ['epoch', 'epochs'],
    meaning: 'Once through all training sequences.'
  },
  rate: {
    words: ['learning rate', 'learning rates'],
    meaning: 'How far one step of training moves the weights.'
  },
  heldOut: {
    words: ['held out', 'held-out'],
    meaning: 'Kept from training, so that it can tell how good the network is.'
  },
  dense: {
    words: ['`dense`', 'dense'],
    meaning:
      'A layer that weighs all numbers of the layer below and adds them. In Keras Dense, in PyTorch Linear.'
  },
  returnSequences: {
    words: ['`returnSequences`', '`returnSequences: true`'],
    meaning:
      'Whether a recurrent layer gives its state after every step, or after the last one only.'
  },
  readOut: {
    words: ['read-out'],
    meaning: 'The layer that makes an answer of the state.'
  },
  unrolled: {
    words: ['unrolling', 'unrolled'],
    meaning: 'Drawn once for each step, side by side; still one cell.'
  },
  bottleneck: {
    words: ['bottleneck'],
    meaning: 'A place through which everything has to pass.'
  },
  window: {
    words: ['window', 'windows'],
    meaning: 'The last so many steps side by side, as one input.'
  },
  gradient: {
    words: ['gradient', 'gradients'],
    meaning: 'How much the loss changes when a number changes a little.'
  },
  gradientNorm: {
    words: ['gradient norm', 'gradient norms', 'norm', 'norms'],
    meaning:
      'The length of a vector, as of a gradient: the square root of the sum of its squares.'
  },
  throughTime: {
    words: ['back-propagation through time'],
    meaning: 'Tracing the loss back through every step of the unrolled network.'
  },
  truncated: {
    words: ['truncated back-propagation'],
    meaning: 'Cutting the way back every so many steps, to save memory.'
  },
  vanish: {
    words: ['vanishes', 'vanishing', 'vanish'],
    meaning: 'To become so small on the way back that nothing is learned of it.'
  },
  explode: {
    words: ['explodes', 'exploding', 'explode'],
    meaning:
      'To become so large on the way back that a step throws the weights away.'
  },
  clipping: {
    words: ['clipping', 'clipped'],
    meaning: 'Shortening a gradient that is longer than a limit.'
  },
  jacobian: {
    words: ['Jacobian'],
    meaning:
      'All slopes of one vector by another, as a matrix: rows for what changes.'
  },
  eigenvalue: {
    words: ['eigenvalue', 'eigenvalues'],
    meaning:
      'A factor by which a matrix stretches some direction that it keeps.'
  },
  orthogonal: {
    words: ['orthogonal'],
    meaning: 'Of a matrix: it turns vectors and keeps their lengths.'
  },
  spectralRadius: {
    words: ['spectral radius', 'spectral radii'],
    meaning:
      'The size of the largest eigenvalue: how much a matrix stretches in the long run.'
  },
  effectiveMemory: {
    words: ['effective memory'],
    meaning:
      'How many steps back the gradient falls below 1 % of its last value.'
  },
  halfLife: {
    words: ['half-life', 'half-lives'],
    meaning: 'After how many steps half is left.'
  },
  gate: {
    words: ['gate', 'gates'],
    meaning:
      'A share between 0 and 1, for each unit, by which something is multiplied.'
  },
  forgetGate: {
    words: ['forget gate', 'forget gates'],
    meaning: 'Which share of the cell state is kept: 1 keeps all, 0 nothing.'
  },
  inputGate: {
    words: ['input gate'],
    meaning: 'Which share of the candidate is written.'
  },
  outputGate: {
    words: ['output gate', 'output gates'],
    meaning: 'Which share of the cell state is shown as h.'
  },
  candidate: {
    words: ['candidate'],
    meaning: 'What could be written into the state in this step.'
  },
  updateGate: {
    words: ['update gate'],
    meaning:
      'The gate of a GRU that shares out between old state and candidate.'
  },
  resetGate: {
    words: ['reset gate'],
    meaning:
      'The gate of a GRU that says how much of the old state the candidate sees.'
  },
  belt: {
    words: ['conveyor belt'],
    meaning:
      'A picture of the cell state: what lies on it moves on unchanged while f is 1.'
  },
  clamp: {
    words: ['clamp', 'clamps'],
    meaning:
      'To hold a gate or state at a value, whatever the network computes.'
  },
  spread: {
    words: ['spread'],
    meaning: 'How far results lie apart when only the seed differs.'
  },
  control: {
    words: ['control', 'controls'],
    meaning: 'A run that would come out otherwise if the cause were another.'
  },
  token: {
    words: ['token', 'tokens'],
    meaning: 'A word or letter, as a number.'
  },
  vocabulary: {
    words: ['vocabulary'],
    meaning: 'The list of words that have a number of their own.'
  },
  bag: {
    words: ['bag of words'],
    meaning: 'A sentence as the counts of its words; their order is not in it.'
  },
  embedding: {
    words: ['embedding', '`embedding`'],
    meaning: 'A list of learned numbers for each word.'
  },
  cosine: {
    words: ['cosine'],
    meaning:
      'Of two lists of numbers: 1 if they point the same way, 0 at a right angle, −1 if they point opposite ways.'
  },
  padding: {
    words: ['padding', 'padded'],
    meaning: 'Zeros that bring sequences to one length.'
  },
  mask: {
    words: ['mask', 'masks'],
    meaning: 'Says which steps are padding, so that they are skipped.'
  },
  dropout: {
    words: ['dropout'],
    meaning:
      'Sets some numbers to 0 at random while training, so that none is relied on.'
  },
  earlyStopping: {
    words: ['early stopping'],
    meaning:
      'Ending a training when the loss on validation data no longer falls.'
  },
  nGram: {
    words: ['n-gram', 'n-grams'],
    meaning: 'So many tokens in a row, counted together.'
  },
  perplexity: {
    words: ['perplexity', 'perplexities'],
    meaning:
      'Among so many equally likely tokens a guess would be as hard: exp of the mean of −log p.'
  },
  bytePair: {
    words: ['byte-pair encoding'],
    meaning:
      'Pieces of words as tokens: the pair that occurs most often becomes one, again and again.'
  },
  bitsPerCharacter: {
    words: ['bits per character'],
    meaning:
      'What a text costs by a model’s probabilities, −log₂ p of all its tokens, divided by its characters.'
  },
  temperature: {
    words: ['$\\tau$'],
    meaning:
      'What logits are divided by before softmax: low makes the likely likelier, high makes all alike.'
  },
  softmax: {
    words: ['softmax'],
    meaning: 'Turns any numbers into shares that sum to 1: exp, then divide.'
  },
  selective: {
    words: ['selective copying', 'selection', 'selective'],
    meaning: 'The input decides what the state takes in and what passes by.'
  },
  scan: {
    words: ['scan', 'scanned'],
    meaning:
      'Computes all states of a sequence in a few rounds, each on all steps at once.'
  },
  encoder: {
    words: ['encoder', 'encoders'],
    meaning: 'The network of two that reads; what it leaves, the decoder gets.'
  },
  decoder: {
    words: ['decoder', 'decoders'],
    meaning: 'The network of two that writes, word by word.'
  },
  teacherForcing: {
    words: ['teacher forcing'],
    meaning:
      'In training each step reads the right word before it, not what the network wrote.'
  },
  scheduledSampling: {
    words: ['scheduled sampling'],
    meaning: 'Reading its own words more and more often while it learns.'
  },
  beam: {
    words: ['beam'],
    meaning: 'The best few beginnings of a sentence, kept after each word.'
  },
  attention: {
    words: ['attention'],
    meaning:
      'Looks back at all steps and mixes them, each with a weight that the content decides.'
  },
  cache: {
    words: ['cache', 'caches'],
    meaning: 'The keys and values of all steps so far, kept to look back at.'
  },
  causalSelfAttention: {
    words: ['causal self-attention', 'self-attention'],
    meaning:
      'Attention of a sequence to itself, in which no step sees what comes after it.'
  },
  residual: {
    words: ['residual', 'residual connections'],
    meaning:
      'What a layer found is added to what came in, so nothing that came in is lost.'
  },
  layerNormalization: {
    words: ['layer normalization'],
    meaning: 'Brings the numbers of each step to mean 0 and deviation 1.'
  },
  inductionHead: {
    words: ['induction head', 'induction heads'],
    meaning:
      'Attention that finds an earlier copy of a token and looks at what came after it.'
  },
  linearAttention: {
    words: ['linear attention'],
    meaning:
      'Attention without its softmax: a matrix adds up each value under its key, so the past takes a fixed size.'
  },
  deltaRule: {
    words: ['delta rule'],
    meaning:
      'Corrects what is stored by a share of what is missing: the new value less what its key recalls.'
  },
  hybrid: {
    words: ['hybrids'],
    meaning:
      'Networks in which a few layers are attention and many are recurrent.'
  },
  differencing: {
    words: ['differencing'],
    meaning:
      'Giving a network the changes from step to step instead of the levels.'
  },
  horizon: {
    words: ['horizon', 'horizons'],
    meaning: 'How many steps ahead a forecast looks.'
  },
  conformal: {
    words: ['split conformal prediction'],
    meaning:
      'Makes a band as wide as a share of the errors on data that nothing was learned from.'
  },
  coverage: {
    words: ['coverage'],
    meaning: 'The share of what came that lies in its band.'
  },
  convolution: {
    words: ['convolution', 'convolutions'],
    meaning:
      'The same small linear map applied to every few neighboring steps of a sequence.'
  },
  pipeline: {
    words: ['pipeline'],
    meaning: 'Preparation and model as one object, fitted on the same examples.'
  },
  validationCurve: {
    words: ['validation curve', 'validation curves'],
    meaning: 'The error on held-out data for each value of a setting.'
  },
  alarmThreshold: {
    words: ['threshold', 'thresholds'],
    meaning: 'The size above which an error raises an alarm.'
  },
  falseAlarm: {
    words: ['false alarm', 'false alarms'],
    meaning: 'An alarm at a step that the labels call ordinary.'
  },
  precision: {
    words: ['precision'],
    meaning: 'Of all alarms, the share that is right.'
  },
  recall: {
    words: ['recall'],
    meaning: 'Of all that was to be found, the share that was found.'
  },
  fScore: {
    words: ['F1'],
    meaning:
      'Twice the product of precision and recall by their sum: low as soon as one is low.'
  },
  leak: {
    words: ['leak', 'leaks', 'leakage'],
    meaning:
      'Something reaches the input that will not be known when the answer is needed.'
  }
} as const satisfies Readonly<Record<string, GlossaryTerm>>;

export type TermName = keyof typeof terms;
