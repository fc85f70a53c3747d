import type { Voice } from '../base/createStepView';
import type { KeyAction } from '../../scene/words/keyAction';
import type { Fact } from './fact';
import { groupRange, type Line, type ShownLines } from './line';
import { factsHere, pictureFacts } from './pictureFacts';
import { playScore } from './playScore';
import { soundScore } from './score';

/** Sounds the line that the cursor is on, or two networks in two ears. */
export interface Hearer {
  /** Answers a key; true when it was used. */
  key(action: KeyAction, shown: () => ShownLines | null): boolean;
  stop(): void;
}

export function createHearer({ say, step, translate }: Voice): Hearer {
  let stopSound: (() => void) | null = null;
  const stop = (): void => {
    stopSound?.();
    stopSound = null;
  };
  const play = (shown: ShownLines, slowly: boolean, one: boolean): void => {
    const { lines, marks } = heardIn(shown);
    const [first] = lines;
    if (!first) {
      say(translate('There is no number to describe here.'));
      return;
    }
    const group = shown.lines.filter(each => each.group === first.group);
    const at = step();
    const score = soundScore(
      one ? lines.map(line => ({ ...line, values: [line.values[at]] })) : lines,
      {
        scale: groupRange(group),
        marked: one ? [] : marks,
        slowly: slowly || one
      }
    );
    stopSound = playScore(score, () => {
      stopSound = null;
      if (!one) {
        say(heardWords(lines, marks.length, translate));
      }
    });
    if (stopSound === null) {
      say(translate('This browser has no sound.'));
    }
  };
  return {
    key(action, shown) {
      if (
        action !== 'hear' &&
        action !== 'hearSlowly' &&
        action !== 'hearStep'
      ) {
        return false;
      }
      const wasPlaying = stopSound !== null;
      stop();
      if (wasPlaying && action !== 'hearStep') {
        say(translate('The sound is stopped.'));
        return true;
      }
      const now = shown();
      if (now) {
        play(now, action === 'hearSlowly', action === 'hearStep');
      }
      return now !== null;
    },
    stop
  };
}

/** Two networks of the line's group, else the line alone; and the steps at which something happens. */
function heardIn(shown: ShownLines): {
  readonly lines: readonly Line[];
  readonly marks: readonly number[];
} {
  const here = shown.lines.at(shown.here);
  const beside = shown.parts
    ? shown.lines.filter(({ group }) => group === here?.group).slice(0, 2)
    : [];
  const lines = beside.length === 2 ? beside : here ? [here] : [];
  const facts =
    beside.length === 2
      ? pictureFacts({ ...shown, lines: beside })
      : factsHere(shown);
  return { lines, marks: [...new Set(facts.flatMap(happens))] };
}

/** The step at which something happens, for a fact that names one. */
const happens = (fact: Fact): number[] =>
  fact.kind === 'jump' || fact.kind === 'extreme' || fact.kind === 'parting'
    ? [fact.step]
    : [];

function heardWords(
  [first, second]: readonly Line[],
  clicks: number,
  translate: Voice['translate']
): string {
  return second
    ? translate(
        'Left was %1, right %2; %3 clicks.',
        first.name,
        second.name,
        clicks
      )
    : translate('That was %1; %2 clicks.', first.name, clicks);
}
