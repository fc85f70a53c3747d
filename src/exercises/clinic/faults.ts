/** What can be wrong with a network of the clinic, and what the views show of it. */
export interface NetworkFault {
  /** The choice that names it. */
  readonly text: string;
  /** What is said to who found it. */
  readonly found: string;
  /** What is said to who takes another fault for it: what the views would have shown. */
  readonly wouldShow: string;
}

export type FaultName =
  | 'none'
  | 'forgetGateShut'
  | 'gatesSwapped'
  | 'gradientCut'
  | 'paddingRead'
  | 'targetLeaked';

/** Each separates from all others by one measure, which `tests/unit/exercises/clinic` holds. */
export const faults: Readonly<Record<FaultName, NetworkFault>> = {
  none: {
    text: 'Nothing is wrong.',
    found:
      'It is healthy: gates, input, gradient and padding are as in the healthy run. A gradient that fades is no fault.',
    wouldShow:
      'Then every gate would be as in the healthy run, the gradient would fade without a break, and the states would not move over the padding.'
  },
  forgetGateShut: {
    text: 'The forget gate is shut.',
    found:
      'f is 0 in every unit at every step: c is what was written just now.',
    wouldShow:
      'Then f would be 0 in every unit at every step, and c only what was written just now.'
  },
  gatesSwapped: {
    text: 'The weights of the forget gate and the input gate are swapped.',
    found:
      'At step 0, before any state differs, f is what i is in the healthy run, and i what f is there.',
    wouldShow:
      'Then f at step 0 would be what i is at step 0 of the healthy run, and i what f is there.'
  },
  gradientCut: {
    text: 'The gradient is cut: back-propagation stops at some step.',
    found:
      'From that step back, ∂L/∂h is 0: not small, and from one step to the next. All gates and states are as in the healthy run.',
    wouldShow:
      'Then ∂L/∂h would fall to 0 from one step to the next and stay there: not fade.'
  },
  paddingRead: {
    text: 'The mask is ignored: padding is read as if it were data.',
    found:
      'h and c go on moving over the padded steps; in the healthy run they do not move.',
    wouldShow: 'Then h and c would go on moving over the padded steps.'
  },
  targetLeaked: {
    text: 'The target leaks into the input.',
    found:
      'At each step, one line of the input is the very number to forecast.',
    wouldShow:
      'Then, at each step, one line of the input would be the very number to forecast.'
  }
};

export const faultNames = Object.keys(faults) as readonly FaultName[];
