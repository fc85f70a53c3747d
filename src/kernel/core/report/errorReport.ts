import type { CellPlace } from '../cellPlace';
import { advice } from './advice';
import {
  FRAME_IN_CELL,
  type CellRecord,
  type CellRecords,
  createCellRecords
} from './cellRecords';
import { excerpt, inColor } from './excerpt';
import { machine } from '../machine';

/** The content of a Jupyter `error` message. */
export interface ErrorContent {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** One place that the error passed through: in a notebook cell, or in a module beside it. */
interface Frame extends CellPlace {
  /** The cell; null in a module. */
  readonly record: CellRecord | null;
  /** The cell or the module, as the student calls it. */
  readonly file: string;
  readonly source: string;
  readonly name: string;
}

/** How a terminal is told of a color (ECMA-48). */
const COLOR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** Frames beyond these are counted, not shown. */
const MOST_FRAMES = 8;

/** Errors inside errors (causes, aggregates) below these are not told. */
const DEEPEST = 5;

/** Describes whatever a cell threw in the words and places of the notebook. */
export function reportError(
  error: unknown,
  records: CellRecords
): ErrorContent {
  try {
    return describe(error, records, new Set());
  } catch {
    // An error whose own parts throw when they are read.
    const evalue = 'an error that cannot be read';
    return { ename: 'Thrown', evalue, traceback: [`Thrown: ${evalue}`] };
  }
}

/** `outer` are the errors in which this one was found. */
function describe(
  error: unknown,
  records: CellRecords,
  outer: ReadonlySet<unknown>
): ErrorContent {
  const { ename, evalue } = nameOf(error);
  const traceback = [
    `${inColor('red', ename)}${evalue === '' ? '' : `: ${evalue}`}`
  ];
  const frames = withoutRepeats(framesOf(error, records));
  frames.slice(0, MOST_FRAMES).forEach((frame, index) => {
    const where = `${inColor('green', `${frame.file}, line ${frame.line + 1}`)}${
      frame.name === '' ? '' : `, in ${inColor('cyan', frame.name)}`
    }`;
    traceback.push(
      `${where}\n${excerpt(
        frame.source,
        { line: frame.line, column: frame.column },
        index === 0 ? 2 : 0
      )}${frame.repeats > 0 ? `\n    … the same call ${frame.repeats} more times` : ''}`
    );
  });
  if (frames.length > MOST_FRAMES) {
    traceback.push(`… and ${frames.length - MOST_FRAMES} more`);
  }
  if (frames.length === 0 && error instanceof Error && error.stack) {
    const foreign = foreignFrames(error.stack);
    if (foreign.length > 0) {
      traceback.push(foreign.join('\n'));
    }
  }
  const known = new Set([...outer, error]);
  const told = (inner: unknown) =>
    known.has(inner) || known.size > DEEPEST
      ? '…'
      : describe(inner, records, known).traceback.join('\n');
  const cause =
    error instanceof Error || isErrorLike(error) ? error.cause : undefined;
  if (cause !== undefined) {
    traceback.push(`Caused by ${told(cause)}`);
  }
  if (error instanceof AggregateError) {
    error.errors
      .slice(0, MOST_FRAMES)
      .forEach(inner => traceback.push(`· ${told(inner)}`));
  }
  const hint = advice(error, frames[0]?.source.split('\n')[frames[0].line]);
  if (hint !== null) {
    traceback.push(inColor('blue', hint));
  }
  return { ename, evalue, traceback };
}

/** Where in the cell with this source an error arose; null when it never was there. */
export function placeOf(
  error: unknown,
  records: CellRecords,
  source: string
): CellPlace | null {
  return placesOf(error, records, source)[0] ?? null;
}

/** All places in the cell with this source that an error passed through, where it arose first. */
export function placesOf(
  error: unknown,
  records: CellRecords,
  source: string
): readonly CellPlace[] {
  return framesOf(error, records).filter(
    ({ record }) => record?.source === source
  );
}

/** Text as a terminal without colors shows it. */
export function withoutColors(text: string): string {
  return text.replace(COLOR, '');
}

function nameOf(error: unknown): { ename: string; evalue: string } {
  if (error instanceof Error || isErrorLike(error)) {
    const ename = String(error.name || 'Error');
    return { ename, evalue: inNotebookWords(String(error.message)) };
  }
  return {
    ename: 'Thrown',
    evalue:
      typeof error === 'string' ? error : machine().inspect(error, { depth: 2 })
  };
}

/** Errors of other realms are no instances of this one's `Error`. */
function isErrorLike(value: unknown): value is Error {
  return Object.prototype.toString.call(value) === '[object Error]';
}

/** V8 quotes the text that ran; `(0 , fː.v)` and `xː.v` are `f` and `x` in the notebook. */
export function inNotebookWords(message: string): string {
  return message
    .replace(/\(0 ?, ?([\p{ID_Continue}$]+)ː\.v\)/gu, '$1')
    .replace(/([\p{ID_Continue}$]+)ː\.v/gu, '$1')
    .replace(/\(intermediate value\)\[.*?\]/g, '(intermediate value)');
}

/** The stack of an error behind its words, of which a line may look like a place. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error || isErrorLike(error))) {
    return '';
  }
  const { stack = '', message } = error;
  const words = String(message);
  const at = stack.indexOf(words);
  return at < 0 ? stack : stack.slice(at + words.length);
}

function framesOf(error: unknown, records: CellRecords): Frame[] {
  return stackOf(error)
    .split('\n')
    .flatMap((text): Frame[] => {
      const match = FRAME_IN_CELL.exec(text);
      const record = match === null ? undefined : records.of(match[2]);
      if (match === null || record === undefined) {
        const module = machine().moduleFrame(text);
        return module === null ? [] : [{ record: null, ...module }];
      }
      const place = record.positions.locate(Number(match[3]), Number(match[4]));
      return place === null
        ? []
        : [
            {
              record,
              file: `Cell In[${record.run.count}]`,
              source: record.source,
              name: functionName(match[1] ?? ''),
              ...atCallee(record.source, place)
            }
          ];
    });
}

/** V8 places the call of a shared name at its bracket; a reader looks at the name. */
function atCallee(source: string, { line, column }: CellPlace): CellPlace {
  const text = source.split('\n')[line] ?? '';
  const name =
    text[column] === '('
      ? // From the begin of a name only: from each letter, a long one would take the square of its length.
        /(?<![\p{ID_Continue}$])[\p{ID_Continue}$]+$/u.exec(
          text.slice(0, column)
        )
      : null;
  return { line, column: name?.index ?? column };
}

/** Frames of one call that repeats itself are one frame; of functions without names on one line, too. */
function withoutRepeats(
  frames: readonly Frame[]
): (Frame & { repeats: number })[] {
  const kept: (Frame & { repeats: number })[] = [];
  for (const frame of frames) {
    const last = kept.at(-1);
    if (
      last?.file === frame.file &&
      last.line === frame.line &&
      last.name === frame.name
    ) {
      // A function that is called where it is written is not the same call again.
      last.repeats += frame.name !== '' || last.column === frame.column ? 1 : 0;
    } else {
      kept.push({ ...frame, repeats: 0 });
    }
  }
  return kept;
}

/** The name of a frame's function; empty at the top level of a cell. */
function functionName(text: string): string {
  const name = text.replace(/^async /, '').replace(/^Object\./, '');
  return name === '' || name === '<anonymous>' || name === 'eval' ? '' : name;
}

/** Frames of modules, for an error that never was in a notebook cell; none of the kernel's own. */
function foreignFrames(stack: string): string[] {
  return stack
    .split('\n')
    .filter(
      text =>
        /^\s+at /.test(text) &&
        !text.includes('node:internal') &&
        !machine().isOwnFrame(text)
    )
    .slice(0, MOST_FRAMES);
}

/** An error in one line of plain text. */
export function problemText(error: unknown): string {
  const { ename, evalue } = reportError(error, createCellRecords());
  return withoutColors(`${ename}: ${evalue}`);
}
