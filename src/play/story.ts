import type { PlayState } from './playState';
import { START } from './playState';

/** What a step of the story can say about what came out. */
export interface Outcome {
  /** Both networks, in the middle of a sentence. */
  readonly names: readonly string[];
  /** After so many epochs. */
  readonly epochs: number;
  /** At how many delays each network is right. */
  readonly right: readonly [number, number];
  readonly longest: number;
  /** With the gate held, of the second network. */
  readonly held: number | null;
  /** What the second network says, and whether it is right. */
  readonly says: string;
  readonly isRight: boolean;
}

/** One step: it sets the page, asks for a guess, lets it run, and says what came out. */
export interface StoryStep {
  readonly title: string;
  readonly text: string;
  readonly question: string;
  readonly guesses: readonly string[];
  readonly set: PlayState;
  /** Of the guesses the one that came true. */
  came(outcome: Outcome): number;
  said(outcome: Outcome): string;
}

/** After so many epochs a step says what came out. */
export const STORY_EPOCHS = 20;

const both = ({ names, epochs, right, longest }: Outcome): string =>
  `After ${epochs} epochs ${names[0]} is right at ${right[0]} of ${longest} delays, ${names[1]} at ${right[1]}.`;

/** Which of two is ahead: 0, 1, or 2 where they are about even. */
const ahead = ({ right, longest }: Outcome): number =>
  Math.abs(right[0] - right[1]) <= longest / 8
    ? 2
    : right[0] > right[1]
      ? 0
      : 1;

export const story: readonly StoryStep[] = [
  {
    title: 'A short wait',
    text: 'One bit, up to six steps of noise, then the question: which bit was it?',
    question: 'Which network holds it longer?',
    guesses: ['the plain RNN', 'the LSTM', 'about the same'],
    set: { ...START, delay: 6 },
    came: ahead,
    said: both
  },
  {
    title: 'A long wait',
    text: 'The same bit, now up to thirty steps of noise.',
    question: 'And now?',
    guesses: ['the plain RNN', 'the LSTM', 'about the same'],
    set: { ...START, delay: 30 },
    came: ahead,
    said: outcome =>
      `${both(outcome)} Look at the blue bars under each state: that is how much of the error finds its way back; a sixth of their height is a factor of ten.`
  },
  {
    title: 'Noise',
    text: 'We flip one of the bits that do not count, three steps before the end.',
    question: 'What does the LSTM say now?',
    guesses: ['still the right bit', 'the wrong bit'],
    set: { ...START, delay: 30, flipped: [28] },
    came: ({ isRight }) => (isRight ? 0 : 1),
    said: ({ says, isRight }) =>
      `It says ${says}, which is ${isRight ? 'right' : 'wrong'}. Its input gate decides what of the noise gets in.`
  },
  {
    title: 'The gate that keeps',
    text: 'We hold the trained LSTM’s forget gate at 0.5, so half of its memory is lost at every step. Nothing else changes.',
    question: 'At how many of the 30 delays is it still right?',
    guesses: ['none to 3', '4 to 15', 'more than 15'],
    set: {
      ...START,
      delay: 30,
      hold: { lane: 1, gate: 'f', value: 0.5 }
    },
    came: ({ held }) => ((held ?? 0) <= 3 ? 0 : (held ?? 0) <= 15 ? 1 : 2),
    said: ({ held, right }) =>
      `At ${held ?? 0}, where it was right at ${right[1]} before. ${
        (held ?? 0) <= right[1] / 2
          ? 'The open forget gate carried the bit.'
          : 'At this seed most of the bit survives it: there are other ways through an LSTM than an open forget gate.'
      }`
  },
  {
    title: 'Another memory',
    text: 'A GRU has no cell state and one gate less. It learns the same task beside the LSTM.',
    question: `Which of them holds the bit longer after ${STORY_EPOCHS} epochs?`,
    guesses: ['the GRU', 'the LSTM', 'about the same'],
    set: { ...START, delay: 30, cells: ['gru', 'lstm'] },
    came: ahead,
    said: both
  },
  {
    title: 'More than one thing',
    text: 'Echo: say all of the last 24 bits at once. One bit fits into any unit; here are 24 bits and 8 units.',
    question: 'How many of the 24 does the LSTM hold?',
    guesses: ['all', 'more than half', 'half or fewer'],
    set: { ...START, task: 'echo' },
    came: ({ right, longest }) =>
      right[1] === longest ? 0 : right[1] > longest / 2 ? 1 : 2,
    said: ({ right, longest }) =>
      `It holds ${right[1]} of ${longest}; the plain RNN, with as many units, ${right[0]}. How long a memory lasts and how much fits into it are two questions.`
  }
];

/** What a step says after a guess. */
export function storyVerdict(
  step: StoryStep,
  guess: number,
  outcome: Outcome
): string {
  const came = step.came(outcome);
  return `${
    came === guess
      ? `Yes: ${step.guesses[guess]}.`
      : `You guessed: ${step.guesses[guess]}. It was: ${step.guesses[came]}.`
  } ${step.said(outcome)}`;
}
