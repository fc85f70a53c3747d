import { readCellText, type CellText, type Effect } from './cellText';
import { createReads, type Reads } from './createReads';
import { freeNames } from './freeNames';

/** A notebook cell in which something of an answer may stand, in the notebook's order. */
export interface WorkCell {
  readonly source: string;
  readonly type?: 'code' | 'markdown';
  /** `answer`: made for the answer, or a copy of it; `given`: handed out; `own`: the student's. */
  readonly role: 'answer' | 'own' | 'given';
}

/** What an answer is collected from. */
export interface AnswerSource {
  /** Cells that the exercise needs: what they declare is there. */
  readonly needs: readonly { readonly source: string }[];
  readonly tests: readonly { readonly source: string }[];
  readonly cells: readonly WorkCell[];
}

/** What was odd about where an answer stood. */
export type Oddity =
  | { readonly kind: 'copies'; readonly count: number }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'markdown' }
  | { readonly kind: 'given'; readonly names: readonly string[] };

/** An answer with all that it uses of its notebook. */
export interface CollectedAnswer {
  /** Cells that run before it, and after it; what stands there is the student's. */
  readonly before: readonly string[];
  readonly answer: string;
  readonly after: readonly string[];
  readonly oddities: readonly Oddity[];
}

/** Names that are gone through to find what functions touch, in all cells together. */
const MOST_EFFECTS = 1_000_000;
/** Cells that are taken along with an answer; no notebook that anybody works in comes near. */
const MOST_CELLS = 200;

interface ReadCell extends WorkCell {
  readonly at: number;
  readonly text: CellText;
  /** How many of the names that the tests ask for it declares, written; of a broken cell none. */
  readonly score: number;
}

/**
 * Collects an answer from a notebook, for the Check button and for marking: the cell in which it
 * stands, wherever that is, and the cells that it uses of the others. What is in a cell is read by
 * the compiler's syntax tree and scopes. A copy that is empty, or says less of what is asked for, does
 * not count; of two that say as much, the last one does.
 */
export function collectAnswer({
  needs,
  tests,
  cells
}: AnswerSource): CollectedAnswer {
  const reads = createReads();
  const taken = new Set(
    needs.flatMap(({ source }) => {
      const { declares, imports } = readCellText(source, reads);
      return [...declares, ...imports.keys()];
    })
  );
  const asked = new Set(
    tests
      .flatMap(({ source }) => [...freeNames(source, reads)])
      .filter(name => !taken.has(name))
  );
  const read = cells.map((cell, at): ReadCell => {
    const text = readCellText(asCode(cell), reads);
    const written = [...asked].filter(name => text.written.has(name));
    return { ...cell, at, text, score: text.isBroken ? 0 : written.length };
  });
  const made = read.filter(({ role }) => role === 'answer');
  const oddities: Oddity[] =
    made.length > 1 ? [{ kind: 'copies', count: made.length }] : [];
  let answer = best(made);
  if (answer === undefined || answer.score === 0) {
    const elsewhere = best(
      read.filter(
        ({ role, type, score }) =>
          role === 'own' && isCode({ type }) && score > 0
      )
    );
    if (elsewhere !== undefined) {
      oddities.push({ kind: 'elsewhere' });
      answer = elsewhere;
    }
  }
  if (answer === undefined) {
    return { before: [], answer: '', after: [], oddities };
  }
  if (!isCode(answer)) {
    oddities.push({ kind: 'markdown' });
  }
  const others = read.filter(
    cell => cell !== answer && isCode(cell) && !cell.text.isBroken
  );
  const { given, ...collected } = used(answer, others, { asked, taken, reads });
  const again = others.filter(
    ({ role, source }) =>
      role === 'own' && needs.every(need => need.source !== source)
  );
  const names = given.filter(name =>
    again.some(({ text }) => text.declares.has(name))
  );
  if (names.length > 0) {
    oddities.push({ kind: 'given', names });
  }
  return { ...collected, oddities };
}

/** What says most of what is asked for; of those that say as much, what is whole, and the last. */
function best(cells: readonly ReadCell[]): ReadCell | undefined {
  const worth = ({ score, text }: ReadCell): readonly number[] => [
    score,
    Number(!text.isEmpty && !text.isUnwritten),
    Number(!text.isBroken)
  ];
  return cells.reduce<ReadCell | undefined>((found, cell) => {
    if (found === undefined) {
      return cell;
    }
    const now = worth(cell);
    const before = worth(found);
    const differs = now.findIndex((value, at) => value !== before[at]);
    return differs < 0 || now[differs] > before[differs] ? cell : found;
  }, undefined);
}

/** The cells that an answer uses, those that these use, and the names that they use of what is given. */
function used(
  answer: ReadCell,
  others: readonly ReadCell[],
  {
    asked,
    taken,
    reads
  }: Readonly<Record<'asked' | 'taken', ReadonlySet<string>>> & {
    readonly reads: Reads;
  }
): Omit<CollectedAnswer, 'oddities'> & { readonly given: readonly string[] } {
  const { text } = answer;
  const included = new Set<ReadCell>();
  const later = new Set<ReadCell>();
  const imports = new Map<string, string>();
  const seen = new Set<string>();
  const given: string[] = [];
  /** Above the answer the last one counts, as when the notebook runs; else the last below it. */
  const last = (fits: (cell: ReadCell) => boolean): ReadCell | undefined =>
    others.findLast(cell => cell.at < answer.at && fits(cell)) ??
    others.findLast(fits);

  const changing = changesOf(answer, others);

  function include(cell: ReadCell): void {
    if (!included.has(cell) && included.size < MOST_CELLS) {
      included.add(cell);
      freeNames(cell.text.source, reads).forEach(find);
      changing(cell.text).forEach(include);
    }
  }

  /** Finds what declares a name that is used. */
  function find(name: string): void {
    if (seen.has(name) || text.declares.has(name)) {
      return;
    }
    seen.add(name);
    if (taken.has(name)) {
      given.push(name);
      return;
    }
    const declaring = last(cell => cell.text.declares.has(name));
    if (declaring !== undefined) {
      include(declaring);
      return;
    }
    const statement = last(cell => cell.text.imports.has(name))?.text.imports;
    if (statement !== undefined && !text.imports.has(name)) {
      imports.set(name, statement.get(name) ?? '');
    }
  }

  for (const name of asked) {
    if (!text.written.has(name) && !text.imports.has(name)) {
      const writing = last(
        cell => cell.role !== 'given' && cell.text.written.has(name)
      );
      if (writing !== undefined) {
        include(writing);
        if (text.declares.has(name)) {
          // What the answer's own cell declares is not written, and must not hide it.
          later.add(writing);
        }
      }
    }
    // What the answer declares, a cell below it may give another value: `double = x => …;`
    for (const cell of text.declares.has(name) ? others : []) {
      const { declares, written } = cell.text;
      if (
        cell.at > answer.at &&
        cell.role === 'own' &&
        written.has(name) &&
        !declares.has(name)
      ) {
        include(cell);
        later.add(cell);
      }
    }
  }
  freeNames(text.source, reads).forEach(find);
  changing(text).forEach(include);
  const ordered = [...included].sort((a, b) => a.at - b.at);
  const sources = (cells: readonly ReadCell[]) =>
    cells.map(cell => cell.text.source);
  return {
    before: [
      ...imports.values(),
      ...sources(ordered.filter(cell => !later.has(cell)))
    ],
    answer: text.source,
    after: sources(ordered.filter(cell => later.has(cell))),
    given
  };
}

/**
 * Cells that change something which the answer, or a cell that it uses, reads: told of one cell after the
 * other that counts, the answer's own among them, gives those that change what this one has or reads.
 */
function changesOf(
  answer: ReadCell,
  others: readonly ReadCell[]
): (text: CellText) => readonly ReadCell[] {
  const texts = [answer, ...others].map(({ text }) => text);
  const theirs = new Set(texts.flatMap(({ declares }) => [...declares]));
  const originals = new Map<string, string[]>();
  for (const [name, of] of texts.flatMap(text => [...text.aliases])) {
    of.forEach(original => push(originals, name, original));
  }
  const affectedBy = effectsOf(texts);
  /** Above the answer, by the name of what they change. */
  const changing = new Map<string, ReadCell[]>();
  const extending = new Map<string, { cell: ReadCell; root: string }[]>();
  for (const cell of others) {
    const { touches, passes, declares, extends: extended } = cell.text;
    const handed = [...passes].flatMap(([callee, names]) =>
      theirs.has(callee) ? [...names] : []
    );
    const changed = new Set(
      cell.at < answer.at
        ? [...touches, ...handed, ...affectedBy(cell.text)]
        : []
    );
    for (const name of changed) {
      // Those that come in on the way are gone through, too.
      originals.get(name)?.forEach(original => changed.add(original));
      if (!declares.has(name)) {
        push(changing, name, cell);
      }
    }
    for (const [root, members] of extended) {
      if (!declares.has(root) || root in globalThis) {
        members.forEach(member => push(extending, member, { cell, root }));
      }
    }
  }
  const declared = new Set<string>();
  /** Whose thing it extends is not yet there. */
  const waiting = new Map<string, ReadCell[]>();
  return text => {
    const found: ReadCell[] = [];
    for (const member of text.members) {
      for (const { cell, root } of extending.get(member) ?? []) {
        if (root in globalThis || declared.has(root)) {
          // A thing that everybody has, or one of theirs.
          found.push(cell);
        } else {
          push(waiting, root, cell);
        }
      }
      extending.delete(member);
    }
    for (const name of text.declares) {
      declared.add(name);
      found.push(...(waiting.get(name) ?? []));
      if (text !== answer.text) {
        found.push(...(changing.get(name) ?? []));
        changing.delete(name);
      }
    }
    return found;
  };
}

/**
 * Of a cell the names of what may be touched where it uses functions and classes of the student's own,
 * which touch things of their own cells: `seen` of `remember(3)`.
 */
function effectsOf(
  texts: readonly CellText[]
): (text: CellText) => ReadonlySet<string> {
  const effects = new Map<string, Effect[]>();
  for (const text of texts) {
    text.effects.forEach((effect, name) => push(effects, name, effect));
  }
  let left = MOST_EFFECTS;
  return ({ mentions }) => {
    const touched = new Set<string>();
    const open = new Set([...mentions].filter(name => effects.has(name)));
    // Those that come in on the way are gone through, too.
    for (const name of open) {
      for (const effect of effects.get(name) ?? []) {
        left -= effect.touches.size + effect.mentions.size;
        if (left < 0) {
          return touched;
        }
        effect.touches.forEach(each => touched.add(each));
        effect.mentions.forEach(each => effects.has(each) && open.add(each));
      }
    }
    return touched;
  };
}

function push<T>(lists: Map<string, T[]>, name: string, one: T): void {
  const list = lists.get(name);
  if (list === undefined) {
    lists.set(name, [one]);
  } else {
    list.push(one);
  }
}

function isCode({ type }: Pick<WorkCell, 'type'>): boolean {
  return type !== 'markdown';
}

/** The code of a cell that was turned into text: what stands between fences, or all of it. */
function asCode(cell: WorkCell): string {
  return isCode(cell)
    ? cell.source
    : (/(```|~~~)\w*\n(.*?)\1/s.exec(cell.source)?.[2] ?? cell.source);
}
