import type { Reference } from './reference';

const letters = ['A', 'B', 'C', 'D', 'E'] as const;

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

const naming = (text: string) => () =>
  letters.map(letter => Number(text.includes(letter)));

export const mayLookAhead: Reference<[]> = {
  name: 'mayLookAhead',
  cases: () => [[]],
  through: named,
  form: "a list of letters from A to E is asked for, such as ['B', 'C'].",
  right: naming('AD'),
  tolerance: 0,
  secret: true,
  careless: [
    {
      of: naming('ABCDE'),
      message:
        'You named them all. In some the steps ahead do not exist yet when the answer is wanted.'
    },
    {
      of: naming(''),
      message:
        'You named none. Where everything is there before the answer is wanted, looking ahead is no leak.'
    },
    {
      of: naming('BCE'),
      message: 'You named those in which it may not look ahead.'
    },
    {
      of: naming('ABD'),
      message: 'B: while somebody types, the words ahead are not written yet.'
    },
    {
      of: naming('ACD'),
      message:
        'C: an alarm is wanted before the pump fails; what the sensors say later is not there.'
    },
    {
      of: naming('ADE'),
      message: 'E: tomorrow is what is asked for; it cannot be read.'
    },
    {
      of: naming('A'),
      message:
        'A is right. There is one more in which all is there before the answer is wanted.'
    },
    {
      of: naming('D'),
      message:
        'D is right. There is one more in which all is there before the answer is wanted.'
    }
  ]
};
