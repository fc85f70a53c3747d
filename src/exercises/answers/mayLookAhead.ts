import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** A task, and where it may not look ahead why. */
export interface Task {
  readonly text: string;
  readonly why?: string;
}

export interface Asked {
  /** Five of them, A to E; in two the network may look ahead. */
  readonly tasks: readonly Task[];
}

const letters = ['A', 'B', 'C', 'D', 'E'] as const;

const newspaper: Task = {
  text: 'Give each word of a printed newspaper its part of speech.'
};
const typing: Task = {
  text: 'Suggest the next word while someone types.',
  why: 'while somebody types, the words ahead are not written yet.'
};
const pump: Task = {
  text: 'Raise an alarm before a pump fails, from its sensors as they come in.',
  why: 'an alarm is wanted before the pump fails; what the sensors say later is not there.'
};
const call: Task = {
  text: 'Write down what was said in a recorded telephone call.'
};
const births: Task = {
  text: 'Forecast tomorrow’s births from the births up to today.',
  why: 'tomorrow is what the forecast must tell, so nobody can read it yet.'
};

/** Tasks in which everything is there before the answer is wanted. */
const whole: readonly Task[] = [
  newspaper,
  call,
  { text: 'Mark the genes in a genome that has been read to its end.' },
  { text: 'Find the stages of sleep in the recording of a whole night.' },
  { text: 'Translate a letter that lies before you.' },
  { text: 'Read a line of handwriting from a scanned page.' },
  { text: 'Fill the gaps in last year’s record of a weather station.' },
  { text: 'Say for each second of a finished film whether somebody speaks.' },
  { text: 'Sort the reviews of last month into good and bad ones.' }
];
/** Tasks in which the steps ahead do not exist yet. */
const live: readonly Task[] = [
  typing,
  pump,
  births,
  {
    text: 'Write captions under a speech while it is broadcast.',
    why: 'the speech is not over; what comes next has not been said.'
  },
  {
    text: 'Tell a hearing aid, from sound to sound, what to make louder.',
    why: 'the wearer hears each sound as it comes; the next one has not been made.'
  },
  {
    text: 'Stop a card payment that looks like fraud, before it goes through.',
    why: 'the payments after it have not been made when it is to be stopped.'
  },
  {
    text: 'Steer a car by what its camera has seen so far.',
    why: 'the pictures ahead do not exist until the car is there.'
  },
  {
    text: 'Say at noon how much power a town will need in the evening.',
    why: 'the evening is what the forecast must tell, so nobody can read it yet.'
  },
  {
    text: 'Generate a melody, one note after the other.',
    why: 'the notes ahead are those that are still to be generated.'
  }
];

/** Letters, large or small, as five numbers: 1 where a task was named. Numbers stay what they are. */
function named(answer: unknown): unknown {
  const given: readonly unknown[] = Array.isArray(answer) ? answer : [null];
  if (given.length > 0 && given.every(each => typeof each === 'number')) {
    return answer;
  }
  const read = given.map(each =>
    typeof each === 'string' ? each.trim().toUpperCase() : each
  );
  return read.every(each => (letters as readonly unknown[]).includes(each))
    ? letters.map(letter => Number(read.includes(letter)))
    : null;
}

const naming = (text: string) => (): number[] =>
  letters.map(letter => Number(text.includes(letter)));

const inOrder = (text: string): string => [...text].sort().join('');

const reference = ({ tasks }: Asked): Reference<[]> => {
  const which = (mayNot: boolean): string =>
    letters
      .filter((_, at) => (tasks[at].why !== undefined) === mayNot)
      .join('');
  const [yes, no] = [which(false), which(true)];
  return {
    name: 'mayLookAhead',
    cases: () => [[]],
    through: named,
    form: "a list of letters from A to E is asked for, such as ['B', 'C'].",
    right: naming(yes),
    tolerance: 0,
    secret: true,
    tell: ({ at, wanted }) =>
      wanted === 0
        ? `${letters[at]}: ${tasks[at].why ?? ''}`
        : 'in one that you did not name, everything is there before the answer is wanted.',
    careless: [
      {
        of: naming('ABCDE'),
        message:
          'You named them all. In some of them, the steps ahead do not exist yet when the answer is wanted.'
      },
      {
        of: naming(''),
        message:
          'You named none. Where everything is there before the answer is wanted, looking ahead is no leak.'
      },
      {
        of: naming(no),
        message: 'You named those in which the network may not look ahead.'
      },
      ...[...no].map(letter => ({
        of: naming(inOrder(yes + letter)),
        message: `${letter}: ${tasks[letters.indexOf(letter as 'A')].why ?? ''}`
      })),
      ...[...yes].map(letter => ({
        of: naming(letter),
        message: `${letter} is right. There is one more in which everything is there before the answer is wanted.`
      }))
    ]
  };
};

export const mayLookAhead: DrawnAnswer<Asked, []> = {
  lesson: { tasks: [newspaper, typing, pump, call, births] },
  draw: draws => ({
    tasks: draws.shuffled('order', [
      ...draws.shuffled('whole', whole).slice(0, 2),
      ...draws.shuffled('live', live).slice(0, 3)
    ])
  }),
  words: [newspaper, typing, pump, call, births].map(({ text }, at) => [
    `- **${letters[at]}** ${text.replace('’', "'")}`,
    ({ tasks }: Asked) => `- **${letters[at]}** ${tasks[at].text}`
  ]),
  reference
};
