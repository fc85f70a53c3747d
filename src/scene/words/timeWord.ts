import { plural, type Bundle, type TimeAxis } from '../../trace';
import type { Translate } from './translate';

type Named = Pick<TimeAxis, 'name'>;

/** What the steps of a run are called that has no word of its own for them. */
const STEP = 'step';

/** What one step of a bundle is called: `day`, `word`; `step` where nothing or more than one word is said. */
export function unitOfTime(bundle: Bundle): string {
  const names = new Set(timesOf(bundle).map(({ name }) => name));
  const [name = STEP] = names;
  return names.size > 1 ? STEP : name;
}

function timesOf(bundle: Bundle): readonly Named[] {
  switch (bundle.kind) {
    case 'trace':
    case 'gradientFlow':
      return [bundle.time];
    case 'comparison':
      return bundle.traces.map(({ time }) => time);
    case 'predictions':
      return bundle.content.form === 'forecast' ? [bundle.content.time] : [];
    case 'history':
      return (bundle.snapshots ?? []).map(({ trace }) => trace.time);
    default:
      return [];
  }
}

/** `%step` and `%steps` in a message, at the beginning of a sentence `%Step` and `%Steps`. */
const PLACE = /%([Ss])tep(s)?(?![\w])/g;
/** Stands for an argument meanwhile, so that no label of a run is taken for a place. */
const HELD = /\u0001(\d+)\u0001/g;

/**
 * Puts into each message that speaks of steps the run's own word for them. No view writes “step”
 * itself: a message has `%step` where one is named, `%steps` for more.
 */
export function inUnitOfTime(
  translate: Translate,
  unit: () => string
): Translate {
  // What it hands on was found for the catalog where it was called.
  const inLanguage: (...given: Parameters<Translate>) => string = translate;
  return (text, ...args) => {
    if (!/%[Ss]tep/.test(text)) {
      return inLanguage(text, ...args);
    }
    const name = unit();
    const one = name === STEP ? translate('step') : name;
    const more = name === STEP ? translate('steps') : plural(name);
    return inLanguage(text, ...args.map((_, at) => `\u0001${at}\u0001`))
      .replace(PLACE, (_, first: string, several?: string) => {
        const word = several ? more : one;
        return first === 'S' ? word[0].toUpperCase() + word.slice(1) : word;
      })
      .replace(HELD, (_, at: string) => String(args[Number(at)]));
  };
}
