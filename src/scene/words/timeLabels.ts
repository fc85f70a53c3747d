import { shorten } from './fitText';

/** How the labels of a time axis are set. */
export interface LabelLayout {
  readonly mode: 'upright' | 'turned' | 'dates';
  readonly ticks: readonly { readonly step: number; readonly text: string }[];
}

export interface LabelOptions {
  readonly steps: number;
  readonly labels?: readonly string[];
  /** Width of one step in CSS pixels. */
  readonly columnWidth: number;
  /** Width of a text in the axis font. */
  readonly measure: (text: string) => number;
  /** The width to which a label that stands turned is cut, where its band has an end. */
  readonly longest?: number;
}

/** Columns below this width cannot have a label each. */
const SPARSE_BELOW = 14;
/** From this width on a column can carry an upright word or date. */
const UPRIGHT_FROM = 40;

/** Fewer labels that count on by one may be words that happen to be numbers. */
const COUNTED_FROM = 10;

/**
 * Labels upright from 40 pixels a column (where they fit; two letters wherever they do, one letter always), turned by
 * 50° below, every nth below 14. Dates of a long series become the names of their months; numbers
 * stand upright as often as fits, years too.
 */
export function layoutLabels(options: LabelOptions): LabelLayout {
  const { steps, labels, columnWidth, measure, longest = Infinity } = options;
  if (!labels) {
    return numberLabels(steps, columnWidth, measure);
  }
  const months = dateTicks(labels);
  if (months && columnWidth < UPRIGHT_FROM) {
    return { mode: 'dates', ticks: withRoom(months, options) };
  }
  const counted = countTicks(labels, columnWidth, measure);
  if (counted) {
    return { mode: 'upright', ticks: counted };
  }
  const texts = months ? labels.map(shortDate) : labels;
  const widest = texts.reduce(
    (width, label) => Math.max(width, measure(label)),
    0
  );
  const letters = texts.every(label => [...label].length <= 1);
  if (letters && columnWidth < UPRIGHT_FROM) {
    // A letter that is turned is no narrower.
    return {
      mode: 'upright',
      ticks: everyNth(steps, lettersEvery(texts, columnWidth, measure)).map(
        step => ({ step, text: texts[step] })
      )
    };
  }
  const every = Math.max(1, Math.ceil(SPARSE_BELOW / columnWidth));
  const upright =
    columnWidth >= UPRIGHT_FROM
      ? widest <= columnWidth + 4
      : every === 1 &&
        widest <= columnWidth - 6 &&
        texts.every(label => label.length <= 2);
  return {
    mode: upright ? 'upright' : 'turned',
    ticks: everyNth(steps, every).map(step => ({
      step,
      text: upright ? texts[step] : shorten(texts[step], longest, measure)
    }))
  };
}

/** Every how many letters there is a pixel and a half between any two that stand side by side. */
function lettersEvery(
  letters: readonly string[],
  columnWidth: number,
  measure: (text: string) => number
): number {
  const halves = letters.map(letter => measure(letter) / 2 + 0.75);
  let every = 1;
  while (
    every < letters.length &&
    halves.some(
      (half, at) =>
        at % every === 0 &&
        half + (halves[at + every] ?? 0) > every * columnWidth
    )
  ) {
    every++;
  }
  return every;
}

/** The months without the first one, where only its last days are there and its name has no room. */
function withRoom(
  months: { step: number; text: string }[],
  { labels, columnWidth, measure }: LabelOptions
): { step: number; text: string }[] {
  const [first, second] = months;
  return second !== undefined &&
    !/^\d{4}-\d{2}-01/.test(labels?.[first.step] ?? '') &&
    (second.step - first.step) * columnWidth < measure(first.text) + 8
    ? months.slice(1)
    : months;
}

/** Round ones of labels that count on by one, such as years; null where all fit, or for other labels. */
function countTicks(
  labels: readonly string[],
  columnWidth: number,
  measure: (text: string) => number
): { step: number; text: string }[] | null {
  const [first = '', last = ''] = [labels[0], labels.at(-1)];
  const start = Number(first);
  const room = Math.max(measure(first), measure(last)) + 12;
  if (
    labels.length < COUNTED_FROM ||
    room <= columnWidth ||
    labels.some((label, step) => label !== String(start + step))
  ) {
    return null;
  }
  const every = niceStep(room / columnWidth);
  return [...labels.entries()]
    .filter(([step]) => (start + step) % every === 0)
    .map(([step, text]) => ({ step, text }));
}

/** The step numbers, as often as they fit with a space between, at steps of 1, 2, 5, 10, 20, … */
export function numberLabels(
  steps: number,
  columnWidth: number,
  measure: (text: string) => number
): LabelLayout {
  const room = measure(String(Math.max(0, steps - 1))) + 12;
  const every = niceStep(room / columnWidth);
  return {
    mode: 'upright',
    ticks: everyNth(steps, every).map(step => ({ step, text: String(step) }))
  };
}

/** The smallest of 1, 2, 5, 10, 20, 50, … that is not below `least`. */
export function niceStep(least: number): number {
  let power = 1;
  while (power * 10 < least) {
    power *= 10;
  }
  return [1, 2, 5, 10].map(n => n * power).find(n => n >= least) ?? power * 10;
}

function everyNth(steps: number, every: number): number[] {
  return Array.from(
    { length: Math.ceil(steps / every) },
    (_, index) => index * every
  );
}

const isoDate = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/;

/**
 * The first step of each month where the labels are ISO dates, else null. Steps behind the last date
 * that are all called the same but for their number (`padding 1`, `padding 2`) are one more.
 */
export function dateTicks(
  labels: readonly string[]
): { step: number; text: string }[] | null {
  const ticks: { step: number; text: string }[] = [];
  const dates = labels.findIndex(label => !isoDate.test(label));
  const behind = dates < 0 ? [] : labels.slice(dates);
  const [rest, ...others] = new Set(behind.map(withoutNumber));
  if (labels.length - behind.length < 10 || others.length > 0 || rest === '') {
    return null;
  }
  let previous = '';
  for (const [step, label] of labels.entries()) {
    const parts = isoDate.exec(label);
    if (!parts) {
      ticks.push({ step, text: rest });
      break;
    }
    const month = `${parts[1]}-${parts[2]}`;
    if (month !== previous) {
      ticks.push({ step, text: monthName(label) });
      previous = month;
    }
  }
  return ticks;
}

/** `padding` of `padding 3`. */
function withoutNumber(label: string): string {
  return label.replace(/\s*\d+$/, '');
}

/** `1 Mar` for an ISO date, in the language of the page; any other label as it is. */
export function shortDate(label: string): string {
  return isoDate.test(label) ? dateWords(label, 'short') : label;
}

/** `Mon 1 Mar` for an ISO date, in the language of the page; any other label as it is. */
export function weekdayDate(label: string): string {
  return isoDate.test(label) ? dateWords(label, 'weekday') : label;
}

function monthName(label: string): string {
  return dateWords(label, 'month');
}

type DateForm = 'short' | 'weekday' | 'month' | 'spoken';

const forms: Readonly<Record<DateForm, Intl.DateTimeFormatOptions>> = {
  short: { day: 'numeric', month: 'short' },
  weekday: { weekday: 'short', day: 'numeric', month: 'short' },
  month: { month: 'long' },
  spoken: { day: 'numeric', month: 'long' }
};

/** Making a format is slow, using it is not; labels are written at every move of the cursor. */
const formats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(form: DateForm): Intl.DateTimeFormat {
  const language = pageLanguage();
  const key = `${language} ${form}`;
  let format = formats.get(key);
  if (!format) {
    const options = { ...forms[form], timeZone: 'UTC' };
    try {
      format = new Intl.DateTimeFormat(language, options);
    } catch {
      // A language that is none: the page's attribute is free text.
      format = new Intl.DateTimeFormat('en-GB', options);
    }
    formats.set(key, format);
  }
  return format;
}

/**
 * The language of the page, which JupyterLab sets from its language setting (`fr_FR`). Plain English
 * writes `1 March`, as all else here does.
 */
function pageLanguage(): string {
  // Without the names of the DOM: the kernel writes labels, too, and has no page.
  const { document } = globalThis as {
    readonly document?: { readonly documentElement: { readonly lang: string } };
  };
  const language = document?.documentElement.lang ?? '';
  return language === '' || language === 'en'
    ? 'en-GB'
    : language.replaceAll('_', '-');
}

function dateWords(label: string, form: DateForm): string {
  const date = new Date(`${label.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? label : dateFormat(form).format(date);
}

/** A label as it reads in a sentence: `“not”` for a token, `7 June` for an ISO date. */
export function spokenLabel(label: string | undefined): string {
  if (label === undefined || label === '') {
    return '';
  }
  if (isoDate.test(label)) {
    return dateWords(label, 'spoken');
  }
  return `“${label}”`;
}
