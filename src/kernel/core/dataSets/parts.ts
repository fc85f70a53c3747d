import { element, escapeText } from '../../../scene/marks/markup';
import type { SmallPicture } from './smallPictures';
import { figure, valueWords } from './words';

/** Words of a line that are code, stand out, or lead somewhere. */
export interface TextSpan {
  readonly text: string;
  readonly as?: 'code' | 'strong';
  readonly address?: string;
}

/** What stands in one place: words, a picture with words below it. */
export type PartContent = string | number | readonly TextSpan[] | DrawnContent;

/** A picture, and words below it; in a text these stand alone, or what `plain` says. */
export interface DrawnContent {
  readonly picture: SmallPicture;
  readonly below?: string;
  readonly plain?: string;
}

/** A table of what is shown. */
export interface DataSetTable {
  readonly caption: string;
  /** None where each place says for itself what it is. */
  readonly headings: readonly PartContent[];
  readonly rows: readonly (readonly PartContent[])[];
}

/** A part of what is shown: a paragraph or a table. */
export type DataSetPart = readonly TextSpan[] | DataSetTable;

/** More columns than these stand below the first where there is little room. */
const MANY = 6;

/** The parts as a notebook shows them. All that is not ours is escaped. */
export function partsHtml(parts: readonly DataSetPart[]): string {
  return element(
    'div',
    { class: 'jp-gatescope-data' },
    ...parts.map(part =>
      isRows(part) ? rowsHtml(part) : element('p', {}, piecesHtml(part))
    )
  );
}

/** The same as text, with the words of a picture in its place. */
export function partsText(parts: readonly DataSetPart[]): string {
  return parts
    .map(part => (isRows(part) ? rowsText(part) : piecesText(part)))
    .join('\n\n');
}

function isRows(part: DataSetPart): part is DataSetTable {
  return 'rows' in part;
}

function rowsHtml({ caption, headings, rows }: DataSetTable): string {
  const digits = digitsOf(rows);
  const cells = (tag: 'th' | 'td', row: readonly PartContent[]) =>
    row
      .map((content, column) =>
        element(
          tag,
          {
            ...(tag === 'th' && { scope: 'col' }),
            style: `text-align: ${digits[column] === undefined ? 'left' : 'right'}`
          },
          contentHtml(written(content, digits[column]))
        )
      )
      .join('');
  return element(
    'table',
    {
      class: headings.length > MANY ? 'jp-gatescope-data-wide' : undefined
    },
    element('caption', {}, escapeText(caption)),
    headings.length === 0
      ? ''
      : element('thead', {}, element('tr', {}, cells('th', headings))),
    element(
      'tbody',
      {},
      ...rows.map(row => element('tr', {}, cells('td', row)))
    )
  );
}

/** How many digits behind the point the numbers of a column have together; undefined for others. */
function digitsOf(rows: DataSetTable['rows']): (number | undefined)[] {
  return (rows[0] ?? []).map((_, column) => {
    const numbers = rows
      .map(row => row[column])
      .filter(content => typeof content === 'number');
    return numbers.length < rows.length
      ? undefined
      : Math.max(
          ...numbers.map(value => figure(value).split('.')[1]?.length ?? 0)
        );
  });
}

function written(
  content: PartContent,
  digits: number | undefined
): PartContent {
  return typeof content === 'number' ? figure(content, digits) : content;
}

function contentHtml(content: PartContent): string {
  if (typeof content === 'object' && 'picture' in content) {
    const { picture, below = '' } = content;
    return `${pictureHtml(picture)}${below && `<br>${escapeText(below)}`}`;
  }
  return typeof content === 'object'
    ? piecesHtml(content)
    : escapeText(valueWords(content));
}

/** As an image: what cleans foreign HTML takes out drawings, and keeps images with their words. */
function pictureHtml({ alt, svg, width, height }: SmallPicture): string {
  return element('img', {
    alt,
    width,
    height,
    // A data address needs no more of the characters written otherwise.
    src: `data:image/svg+xml,${svg.replace(/[%#<>"]/g, encodeURIComponent)}`,
    style: 'max-width: 100%; height: auto'
  });
}

function piecesHtml(pieces: readonly TextSpan[]): string {
  return pieces
    .map(({ text, as, address }) => {
      const words = escapeText(text).replaceAll('\n', '<br>');
      const inside =
        as === undefined || words === '' ? words : element(as, {}, words);
      return address === undefined
        ? inside
        : element(
            'a',
            { href: address, target: '_blank', rel: 'noopener' },
            inside
          );
    })
    .join('');
}

function rowsText({ caption, headings, rows }: DataSetTable): string {
  const digits = digitsOf(rows);
  const lines = [headings, ...rows].map(row =>
    row.map((content, column) => contentText(written(content, digits[column])))
  );
  const widths = (rows[0] ?? headings).map((_, column) =>
    Math.max(...lines.map(line => line[column]?.length ?? 0))
  );
  return [
    caption,
    ...lines.slice(headings.length === 0 ? 1 : 0).map(line =>
      line
        .map((words, column) =>
          digits[column] === undefined
            ? words.padEnd(widths[column])
            : words.padStart(widths[column])
        )
        .join('  ')
        .trimEnd()
    )
  ].join('\n');
}

function contentText(content: PartContent): string {
  if (typeof content === 'object' && 'picture' in content) {
    return content.below ?? content.plain ?? content.picture.alt;
  }
  const words =
    typeof content === 'object' ? piecesText(content) : valueWords(content);
  return words.replace(/\s+/g, ' ');
}

function piecesText(pieces: readonly TextSpan[]): string {
  return pieces
    .map(({ text, address }) =>
      address === undefined ? text : `${text} <${address}>`
    )
    .join('');
}
