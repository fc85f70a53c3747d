import type { Describer, Voice } from '../base/createStepView';
import type { KeyAction } from '../../scene/words/keyAction';
import { createHearer } from './createHearer';
import type { Extreme, Fact } from './fact';
import { factWords } from './factWords';
import { drawnValue, type Line, type ShownLines } from './line';
import { extremeOf, largestChange } from './lineFacts';
import { factsHere, pictureFacts } from './pictureFacts';

/** What has been told of a picture, or of a line of it. */
interface Told {
  readonly of: readonly unknown[];
  readonly facts: readonly Fact[];
  next: number;
}

/**
 * Answers the keys that describe a picture and lead to what stands out in it; a key that it has no use
 * for is not used.
 */
export const describerOf =
  (shown: () => ShownLines | null) =>
  (voice: Voice): Describer => {
    const { say, move, translate } = voice;
    const hearer = createHearer(voice);
    let picture: Told | null = null;
    let line: Told | null = null;
    let last: Told | null = null;

    const tell = (told: Told, { time }: ShownLines): void => {
      if (told.facts.length === 0) {
        last = null;
        say(translate('There is no number to describe here.'));
        return;
      }
      const again = told.next >= told.facts.length;
      const at = again ? 0 : told.next;
      told.next = at + 1;
      last = told;
      const words = factWords(told.facts[at], time, translate);
      say(
        again && told.facts.length > 1
          ? translate('That was all. From the beginning: %1', words)
          : words
      );
    };
    const goTo = (fact: Fact | null, { time, goTo: to }: ShownLines): void => {
      if (!fact) {
        say(translate('There is no number to describe here.'));
        return;
      }
      const place = placeIn(fact);
      move({
        ...fact.line.place,
        ...(place === null ? {} : (to?.(place) ?? { step: place }))
      });
      say(factWords(fact, time, translate));
    };

    const key = (action: KeyAction): boolean => {
      const now = isDescribing(action) ? shown() : null;
      if (!now) {
        return false;
      }
      const here = now.lines.at(now.here);
      const own = here ? [here] : [];
      const ofLine = [...now.of, here?.name];
      const group = now.lines.filter(each => each.group === here?.group);
      switch (action) {
        case 'describe':
          picture = same(picture, now.of)
            ? picture
            : { of: now.of, facts: pictureFacts(now), next: 0 };
          tell(picture, now);
          return true;
        case 'describeLine': {
          line = same(line, ofLine)
            ? line
            : { of: ofLine, facts: factsHere(now), next: 0 };
          tell(line, now);
          return true;
        }
        case 'goThere':
          if (last && same(last, last === line ? ofLine : now.of)) {
            goTo(last.facts[last.next - 1], now);
          } else {
            say(translate('Nothing has been described yet: press D first.'));
          }
          return true;
        case 'highest':
        case 'lowest':
          goTo(extremeAmong(own, action), now);
          return true;
        case 'highestOfAll':
          goTo(extremeAmong(group, 'highest'), now);
          return true;
        case 'lowestOfAll':
          goTo(extremeAmong(group, 'lowest'), now);
          return true;
        case 'largestChange':
        case 'largestChangeOfAll':
          if (now.time.unordered) {
            say(
              translate(
                'There is no order here, so nothing changes from one place to the next.'
              )
            );
          } else {
            goTo(changeAmong(action === 'largestChange' ? own : group), now);
          }
          return true;
        default:
          return false;
      }
    };
    return {
      key: action => hearer.key(action, shown) || key(action),
      dispose: () => hearer.stop()
    };
  };

const DESCRIBING: readonly KeyAction[] = [
  'describe',
  'describeLine',
  'goThere',
  'highest',
  'lowest',
  'largestChange',
  'highestOfAll',
  'lowestOfAll',
  'largestChangeOfAll'
];

const isDescribing = (action: KeyAction): boolean =>
  DESCRIBING.includes(action);

function same(told: Told | null, of: readonly unknown[]): told is Told {
  return (
    told?.of.length === of.length &&
    told.of.every((each, at) => each === of[at])
  );
}

/** The place that a fact names, where the cursor goes for it. */
function placeIn(fact: Fact): number | null {
  switch (fact.kind) {
    case 'jump':
    case 'extreme':
    case 'parting':
    case 'widest':
      return fact.step;
    case 'outside':
      return fact.count === 0 ? null : fact.step;
    case 'trend':
      return fact.last;
    default:
      return null;
  }
}

/** The highest or lowest value of several lines, of the first of equals. */
function extremeAmong(
  lines: readonly Line[],
  side: Extreme['side']
): Extreme | null {
  return lines
    .map(line => extremeOf(line, side))
    .reduce(
      (best, each) =>
        best === null ||
        (each !== null &&
          (side === 'highest'
            ? each.value > best.value
            : each.value < best.value))
          ? each
          : best,
      null
    );
}

/** The largest change of several lines as they are drawn: of gradients that which spans the most powers of ten. */
function changeAmong(lines: readonly Line[]): Fact | null {
  const size = (fact: ReturnType<typeof largestChange>): number =>
    fact === null
      ? -1
      : Math.abs(
          drawnValue(fact.line, fact.to) - drawnValue(fact.line, fact.from)
        );
  return lines
    .map(largestChange)
    .reduce((best, each) => (size(each) > size(best) ? each : best), null);
}
