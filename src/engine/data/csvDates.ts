import { type DateFormat, writtenDate } from './csvDateForms';
import { dateTime, requireOrder, type DateTime } from './dateTime';
import type { Filling } from './fillGaps';
import type { Row } from './csvRows';
import { timeZone, type TimeZone } from './timeZone';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How far apart rows of a step are, in ms: the least and the most. */
interface Step {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Of a step of the calendar: on the same day of so many months later, or on its last. */
  readonly months?: number;
}

/** A step of time is what its name says; any other is what the table says that it is. */
const STEPS: readonly Step[] = [
  ...Object.entries({
    second: 1000,
    minute: MINUTE,
    hour: HOUR,
    day: DAY,
    week: 7 * DAY
  }).map(([name, length]) => ({ name, least: length, most: length })),
  { name: 'month', least: 28 * DAY, most: 31 * DAY, months: 1 },
  { name: 'quarter', least: 90 * DAY, most: 92 * DAY, months: 3 },
  { name: 'year', least: 365 * DAY, most: 366 * DAY, months: 12 }
];

/** Of what a message says that it happened in a row. */
type InRow = (row: number) => string;

/** When each step of a table was, and the row in which it stands. */
export interface DatedRows {
  readonly step: string;
  readonly dates: readonly DateTime[];
  /** Null for a step that the file lacks. */
  readonly rows: readonly (Row | null)[];
}

/**
 * Reads the dates of a table's rows, and what one row is.
 *
 * @param texts of each row the date, and its time if there is one, as they stand in the file
 * @throws RangeError, which names the line, on what is no date, comes before the row above it, or is as
 *   far from it as no other
 */
export function datedRows(
  who: string,
  rows: readonly Row[],
  {
    column,
    format,
    texts
  }: {
    readonly column: string;
    readonly format: DateFormat;
    readonly texts: readonly string[];
  },
  given: {
    readonly timeZone: string | undefined;
    readonly step: string | undefined;
    readonly missing: 'refuse' | Filling;
  }
): DatedRows {
  const zone =
    given.timeZone === undefined ? null : timeZone(who, given.timeZone);
  const place: InRow = row => `${who}, line ${rows[row].line}`;
  const dates: DateTime[] = [];
  for (const [row, text] of texts.entries()) {
    const at = `${place(row)}, column ${column}`;
    const date = dateIn(at, text, format);
    dates.push(
      zone === null
        ? date
        : inZone(at, date, zone, given.timeZone, dates.at(-1)?.moment)
    );
  }
  requireOrder(place, dates, at => changeOfClocks(dates, at));
  const step = stepOf(dates, given.step);
  if (step === null || dates.length < 2) {
    return { step: given.step ?? 'step', dates, rows };
  }
  const filled = [{ date: dates[0], row: rows[0] as Row | null }];
  for (let at = 1; at < dates.length; at++) {
    const gap = apart(dates[at - 1], dates[at], step);
    if (!isOneApart(dates, at, step)) {
      const lacking = Math.round(gap / step.least) - 1;
      if (
        given.missing === 'refuse' ||
        step.least !== step.most ||
        (lacking + 1) * step.least !== gap
      ) {
        throw new RangeError(
          `${place(at)}: ${uneven(dates, at, step, given.step !== undefined)}`
        );
      }
      for (let more = 1; more <= lacking; more++) {
        const date = later(dates[at - 1], more * step.least, step, zone);
        filled.push({ date, row: null });
      }
    }
    filled.push({ date: dates[at], row: rows[at] });
  }
  return {
    step: step.name,
    dates: filled.map(({ date }) => date),
    rows: filled.map(({ row }) => row)
  };
}

function dateIn(who: string, field: string, format: DateFormat): DateTime {
  const found = writtenDate(format, field);
  if (found === null) {
    throw new RangeError(
      `${who}: expected a date as ${format}, got ${JSON.stringify(field)}`
    );
  }
  const read = dateTime(`${found.day}${found.time}`);
  if (read === null) {
    throw new RangeError(
      `${who}: the time in ${JSON.stringify(field)} cannot be read; expected one such as 13:00, 1:00 PM or 13:00+02:00`
    );
  }
  return read;
}

const hasTime = ({ text }: DateTime): boolean => text.length > 10;

/** A time that clocks of a place show, with the offset from UTC that they have then. */
function inZone(
  who: string,
  date: DateTime,
  zone: TimeZone,
  name: string | undefined,
  before = -Infinity
): DateTime {
  if (date.hasOffset || !hasTime(date)) {
    throw new RangeError(
      `${who}: ${date.text} has ${date.hasOffset ? 'an offset from UTC already' : 'no time of day'}; leave timeZone out`
    );
  }
  const moments = zone.momentsOf(date.clock);
  if (moments.length === 0) {
    throw new RangeError(
      `${who}: no clock in ${name} shows ${date.text}: they are put forward then`
    );
  }
  // Where clocks are put back, a time comes twice: the first row is the first of the two.
  const moment = moments.find(each => each > before) ?? moments[0];
  return withOffset(date.text, date.clock, moment);
}

function withOffset(text: string, clock: number, moment: number): DateTime {
  const minutes = Math.round((clock - moment) / MINUTE);
  const two = (number: number) => String(number).padStart(2, '0');
  const size = Math.abs(minutes);
  return {
    text: `${text}${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`,
    clock,
    moment,
    hasOffset: true
  };
}

/** A date, a time or an offset is written as in the date before. */
function later(
  before: DateTime,
  time: number,
  step: Step,
  zone: TimeZone | null
): DateTime {
  const same = before.moment + time;
  const moment =
    zone !== null && isByClock(step)
      ? (zone.momentsOf(before.clock + time)[0] ?? same)
      : same;
  const ahead =
    zone === null ? before.clock - before.moment : zone.ahead(moment) * MINUTE;
  const clock = moment + ahead;
  const [day, hours] = new Date(clock).toISOString().slice(0, -1).split('T');
  if (!hasTime(before)) {
    return { ...before, text: day, clock, moment };
  }
  const form = /^.{10}(?<mark>.)(?<time>[\d:.]+)(?<offset>.*)$/.exec(
    before.text
  )?.groups;
  const text = `${day}${form?.mark}${hours.slice(0, form?.time.length)}`;
  return before.hasOffset && form?.offset !== 'Z'
    ? withOffset(text, clock, moment)
    : { ...before, text: `${text}${form?.offset}`, clock, moment };
}

/** A day is one by the clock, also where an offset says that it had 23 hours. */
const isByClock = ({ least }: Step): boolean => least >= DAY;

const apart = (one: DateTime, other: DateTime, step: Step): number =>
  isByClock(step) ? other.clock - one.clock : other.moment - one.moment;

/** Whether a row comes one step after the row before it. */
function isOneApart(
  dates: readonly DateTime[],
  at: number,
  step: Step
): boolean {
  const gap = apart(dates[at - 1], dates[at], step);
  if (step.months === undefined || !(gap >= step.least && gap <= step.most)) {
    return gap >= step.least && gap <= step.most;
  }
  const [before, here] = [dates[at - 1], dates[at]].map(
    ({ clock }) => new Date(clock)
  );
  const monthOf = (date: Date) =>
    12 * date.getUTCFullYear() + date.getUTCMonth();
  const isLast = (date: Date) =>
    new Date(date.getTime() + DAY).getUTCDate() === 1;
  const [day, sooner] = [here.getUTCDate(), before.getUTCDate()];
  return (
    monthOf(here) - monthOf(before) === step.months &&
    // The last of a short month stands for a later day.
    (day === sooner ||
      (isLast(here) && day < sooner) ||
      (isLast(before) && sooner < day))
  );
}

/** How far apart rows must be; null where a word of one's own says what one is. */
function stepOf(
  dates: readonly DateTime[],
  given: string | undefined
): Step | null {
  if (given !== undefined) {
    return STEPS.find(({ name }) => name === given) ?? null;
  }
  // The middle one of all: a row may be missing anywhere.
  const usual = (read: (date: DateTime) => number): number =>
    dates
      .slice(1)
      .map((date, at) => read(date) - read(dates[at]))
      .sort((one, other) => one - other)[Math.floor((dates.length - 2) / 2)];
  const clock = usual(date => date.clock);
  const gap = clock >= DAY ? clock : usual(date => date.moment);
  const places = [...dates.keys()].slice(1);
  return (
    STEPS.find(
      step =>
        gap >= step.least &&
        gap <= step.most &&
        // Rows that are 28 days apart are no months.
        (step.months === undefined ||
          places.filter(at => isOneApart(dates, at, step)).length * 2 >=
            places.length)
    ) ?? { name: 'step', least: gap, most: gap }
  );
}

function uneven(
  dates: readonly DateTime[],
  at: number,
  step: Step,
  isGiven: boolean
): string {
  const canFill = step.least === step.most;
  return [
    `${dates[at].text} comes after ${dates[at - 1].text}, where ${isGiven ? `{ step: '${step.name}' } says that rows are` : 'rows are'} one ${step.name} apart. A network takes its steps as equal: put the rows in that are missing`,
    canFill ? ", let { missing: 'interpolate' } put them in" : '',
    isByClock(step)
      ? ", or say what one row is, { step: 'trading day' }"
      : changeOfClocks(dates, at)
  ].join('');
}

/** What helps where clocks were put back or forward between two rows. */
function changeOfClocks(dates: readonly DateTime[], at: number): string {
  const gap = dates[at].clock - dates[at - 1].clock;
  return hasTime(dates[at]) && !dates[at].hasOffset && Math.abs(gap) <= 2 * HOUR
    ? ". If clocks were put back or forward then, say where: { timeZone: 'Europe/Berlin' }"
    : '';
}
