import {
  type Choice,
  choicesOfInventory,
  choicesOfLessons
} from './choicesOfLessons';

/**
 * How far luck goes: of sets of questions written without a cue, 95 in 100 earn a reader who
 * chooses by it as much as chance gives, ± so many standard deviations.
 */
const LUCK = 1.96;
/** The right option may be so many times as long as the others are on average. */
const MOST_TIMES = 1.3;

/** How much speaks for each option: a reader with this cue takes one of those with the most. */
type Cue = (choice: Choice) => readonly number[];

const lengths: Cue = ({ options }) => options.map(({ length }) => length);
const place =
  (at: (count: number) => number): Cue =>
  ({ options }) =>
    options.map((_, index) => Number(index === at(options.length)));
const worded =
  (pattern: RegExp): Cue =>
  ({ options }) =>
    options.map(text => Number(pattern.test(text)));
const long = (text: string): string[] =>
  text.toLowerCase().match(/[a-z]{4,}/g) ?? [];

/** Models have the names that they have, so these say nothing by their words. */
const cuesOfWords: Readonly<Record<string, Cue>> = {
  'the longest': lengths,
  'the shortest': choice => lengths(choice).map(length => -length),
  'an absolute word': worded(
    /\b(always|never|all|every|any|none|nothing|nowhere|no|only|cannot|each|alone|whole|must)\b/i
  ),
  'a word that hedges': worded(
    /\b(may|might|could|often|usually|sometimes|some|most|mostly|perhaps|likely|probably|part|depends)\b/i
  ),
  'a reason': worded(/\b(because|since|so|thanks)\b/i),
  'a word of the question': ({ options, question }) => {
    const asked = new Set(long(question));
    return options.map(
      text => new Set(long(text).filter(word => asked.has(word))).size
    );
  }
};
const cuesOfPlace: Readonly<Record<string, Cue>> = {
  'the first': place(() => 0),
  'the second': place(() => 1),
  'the third': place(() => 2),
  'the last': place(count => count - 1)
};

const areNames = ({ options }: Choice): boolean =>
  options.every(option => !option.includes(' '));

/** What a reader earns on average who chooses by lot among the options that a cue speaks for. */
function shareOf({ right }: Choice, speaks: readonly boolean[]): number {
  return speaks[right] ? 1 / speaks.filter(Boolean).length : 0;
}

interface Earned {
  readonly cue: string;
  readonly earned: number;
  readonly least: number;
  readonly most: number;
}

/**
 * What choosing by a cue earns over all questions, and choosing all that it does not speak for,
 * beside what chance allows: the sum of independent questions, in each of which any option may be
 * the right one, has the mean Σ 1/k and the variance Σ Var(share), by which the bounds are drawn.
 */
function earnedBy(
  choices: readonly Choice[],
  cue: string,
  of: Cue,
  against: boolean
): Earned {
  let [earned, mean, variance] = [0, 0, 0];
  for (const choice of choices) {
    const speech = of(choice);
    const most = Math.max(...speech);
    const spoken = speech.map(each => (each === most) !== against);
    const speaks = spoken.includes(true) ? spoken : spoken.map(() => true);
    const shares = speaks.map((_, right) =>
      shareOf({ ...choice, right }, speaks)
    );
    earned += shares[choice.right];
    mean += 1 / shares.length;
    variance +=
      shares.reduce((sum, share) => sum + share ** 2, 0) / shares.length -
      1 / shares.length ** 2;
  }
  const luck = LUCK * Math.sqrt(variance);
  return {
    cue: against ? `not ${cue}` : cue,
    earned,
    least: mean - luck,
    most: mean + luck
  };
}

/** The cues by which a reader would earn more, or less, than chance allows. */
const told = (choices: readonly Choice[]): Earned[] =>
  [
    ...Object.entries(cuesOfPlace).map(
      ([cue, of]) => [choices, cue, of] as const
    ),
    ...Object.entries(cuesOfWords).map(
      ([cue, of]) => [choices.filter(each => !areNames(each)), cue, of] as const
    )
  ]
    .flatMap(cue => [earnedBy(...cue, false), earnedBy(...cue, true)])
    .filter(({ earned, least, most }) => earned < least || earned > most);

const lessons = choicesOfLessons();
const inventory = choicesOfInventory();

test('each choice has one right option, and there are many choices', () => {
  const all = [...lessons, ...inventory];
  expect(all.filter(({ right }) => right < 0)).toEqual([]);
  expect(lessons.length).toBeGreaterThan(70);
  expect(inventory).toHaveLength(12);
});

test('neither length nor place nor words of an option tell that it is right', () => {
  expect(told([...lessons, ...inventory])).toEqual([]);
});

// What is known before a course must not be known by a cue; and few read the inventory's twelve thrice.
test('nor do they in the concept inventory, nor in the ranges of benches', () => {
  expect(told(inventory)).toEqual([]);
  expect(told(lessons.filter(({ place }) => /referee/.test(place)))).toEqual(
    []
  );
});

test('no right option stands out by its length', () => {
  const out = [...lessons, ...inventory].filter(choice => {
    const others = choice.options.filter((_, at) => at !== choice.right);
    const mean =
      others.reduce((sum, { length }) => sum + length, 0) / others.length;
    return (
      !areNames(choice) &&
      choice.options[choice.right].length > MOST_TIMES * mean
    );
  });
  expect(out).toEqual([]);
});

test.each<[string, (at: number) => string[], number]>([
  ['the longest', () => ['a', 'b b', 'a b c', 'a long one'], 3],
  ['not the longest', () => ['a a', 'b b', 'a c', 'a long one'], 1],
  ['not an absolute word', () => ['all is', 'it is', 'no one', 'never so'], 1],
  ['the second', at => ['a a', 'b b', 'c c', 'd d'].map(a => a + at), 1]
])('by %s, thirty questions would be told', (cue, options, right) => {
  const planted = Array.from({ length: 30 }, (_, at) => ({
    place: `${at}`,
    question: 'Which?',
    options: options(at),
    right
  }));
  expect(told(planted).map(each => each.cue)).toContain(cue);
});
