import { dateTime } from './dateTime';

/** How a column writes its dates. */
export type DateFormat =
  | 'year-month-day'
  | 'day.month.year'
  | 'day/month/year'
  | 'month/day/year'
  | 'day month year'
  | 'month day, year'
  | 'year-week'
  | 'year-month'
  | 'month year'
  | 'year-quarter'
  | 'year';

const YEAR = '(?<y>\\d{4}|\\d\\d)';
const MONTHS =
  'january february march april may june july august september october november december'.split(
    ' '
  );
const NAME = `(?<name>${MONTHS.map(month => `${month.slice(0, 3)}(?:${month.slice(3)})?`).join('|')}|sept)\\.?`;

/** How each is read: year, month and day, week or quarter, and what follows of the day. */
const FORMS: Readonly<Record<DateFormat, RegExp>> = {
  'year-month-day': day(
    '(?<y>\\d{4})(?<mark>[-/. ]?)(?<m>\\d\\d?)\\k<mark>(?<d>\\d\\d?)'
  ),
  'day.month.year': day(`(?<d>\\d\\d?)\\.(?<m>\\d\\d?)\\.${YEAR}`),
  'day/month/year': day(
    `(?<d>\\d\\d?)(?<mark>[/-])(?<m>\\d\\d?)\\k<mark>${YEAR}`
  ),
  'month/day/year': day(
    `(?<m>\\d\\d?)(?<mark>[/-])(?<d>\\d\\d?)\\k<mark>${YEAR}`
  ),
  'day month year': day(`(?<d>\\d\\d?)[- ]${NAME}[- ]${YEAR}`),
  'month day, year': day(`${NAME} (?<d>\\d\\d?),? (?<y>\\d{4})`),
  'year-week': /^(?<y>\d{4})-?W(?<w>\d\d)$/i,
  'year-month': new RegExp(
    `^(?<y>\\d{4})(?:[-/ ]|-?M)(?:(?<m>\\d\\d?)|${NAME})$`,
    'i'
  ),
  'month year': new RegExp(`^${NAME}[- ]${YEAR}$`, 'i'),
  'year-quarter': /^(?<y>\d{4})[- ]?Q(?<q>[1-4])$/i,
  year: /^(?<y>\d{4})$/
};

export const DATE_FORMATS = Object.keys(FORMS) as DateFormat[];

function day(form: string): RegExp {
  return new RegExp(`^${form}(?<time>[T ] *\\d.*)?$`, 'i');
}

/** What a field says, if it is a date of this format; with the words of its time, which may be none. */
export interface WrittenDate {
  /** As ISO writes a day: the first of a week, month, quarter or year. */
  readonly day: string;
  readonly time: string;
}

/** Null for what is no date of this format. */
export function writtenDate(
  format: DateFormat,
  field: string
): WrittenDate | null {
  const found = FORMS[format].exec(field)?.groups;
  if (found === undefined) {
    return null;
  }
  const day = dayOf(found);
  return day === null || dateTime(day) === null
    ? null
    : { day, time: timeOf(found.time) };
}

/** With one blank, and the minutes of an hour alone: ` 13` is ` 13:00`. */
const timeOf = (time = ''): string =>
  time.replace(/^(.) */, '$1').replace(/^(.\d\d?)$/, '$1:00');

function dayOf({
  y,
  m,
  d = '1',
  mark,
  name,
  w,
  q
}: Readonly<Record<string, string | undefined>>): string | null {
  const year = fullYear(y!);
  if (w !== undefined) {
    return weekOf(Number(year), Number(w));
  }
  const month = name
    ? MONTHS.findIndex(each =>
        each.startsWith(name.slice(0, 3).toLowerCase())
      ) + 1
    : q !== undefined
      ? 3 * Number(q) - 2
      : Number(m ?? 1);
  // Without marks each has its full number of digits: 2024131 may be two days.
  return mark === '' && (m!.length < 2 || d.length < 2)
    ? null
    : `${year}-${two(month)}-${two(Number(d))}`;
}

const two = (number: number): string => String(number).padStart(2, '0');

/** Of two digits as POSIX reads them: 69 is 1969, 68 is 2068. */
const fullYear = (year: string): string =>
  year.length === 4 ? year : `${Number(year) < 69 ? 20 : 19}${year}`;

const DAY = 24 * 60 * 60_000;

/** The Monday of a week as ISO 8601 counts them: the first is that of 4 January; null for one that is not. */
function weekOf(year: number, week: number): string | null {
  const fourth = Date.UTC(year, 0, 4);
  const weekday = (new Date(fourth).getUTCDay() + 6) % 7;
  const monday = fourth + (7 * (week - 1) - weekday) * DAY;
  // A week belongs to the year of its Thursday.
  return week >= 1 && new Date(monday + 3 * DAY).getUTCFullYear() === year
    ? new Date(monday).toISOString().slice(0, 10)
    : null;
}

/** Whether a field is written as a date of this format, be it one or not: 2015-02-31. */
export const looksAs = (format: DateFormat, field: string): boolean =>
  FORMS[format].test(field);

/** Whether a field is written as a date that is no plain number. */
export const isDate = (field: string): boolean =>
  !isPlainNumber(field) && DATE_FORMATS.some(format => looksAs(format, field));

const isPlainNumber = (field: string): boolean =>
  /^[\d.]*$/.test(field) && !/\..*\./.test(field);

/**
 * How a column writes its dates: the format in which most can be read.
 *
 * @param fields of the column, from the first row
 * @returns null where the first row holds none; several where each reads them all, and differently
 */
export function formatsOf(
  fields: readonly string[],
  formats: readonly DateFormat[] = DATE_FORMATS
): DateFormat[] {
  const read = formats
    .filter(format => looksAs(format, fields[0]))
    .map(format => {
      const days = fields.map(field => writtenDate(format, field)?.day);
      return {
        format,
        days,
        count: days.filter(day => day !== undefined).length,
        isInOrder: days.every((day, row) => row === 0 || day! >= days[row - 1]!)
      };
    });
  const most = Math.max(0, ...read.map(({ count }) => count));
  const some = read.some(each => each.count === most && each.isInOrder);
  return read
    .filter(({ count, isInOrder }) => count === most && isInOrder === some)
    .filter(
      ({ days }, at, all) =>
        at === 0 || days.some((day, row) => day !== all[0].days[row])
    )
    .map(({ format }) => format);
}

/** The dates of a column that holds plain numbers, where they go up as years or days do. */
export const goUp = (
  fields: readonly string[],
  format: DateFormat
): boolean => {
  const days = fields.map(field => writtenDate(format, field)?.day);
  return (
    fields.length > 1 &&
    fields.every(isPlainNumber) &&
    days.every(
      (day, row) =>
        day !== undefined &&
        (row === 0 ||
          (format === 'year'
            ? Number(day.slice(0, 4)) - Number(days[row - 1]!.slice(0, 4)) === 1
            : day > days[row - 1]!))
    )
  );
};
