import type { TranspiledCell, Converter } from './converter';
import type { TopLevelNames } from './names';

/**
 * A compiler that is not there from the start: cells that nobody has edited were compiled where their
 * notebook was published, and run without it.
 */
export interface LateCompiler {
  /** What they compile to, by their text. */
  readonly shipped: ReadonlyMap<string, TranspiledCell>;
  /** Settles when the compiler is there. */
  load(): Promise<void>;
}

/**
 * A converter whose compiler begins with the first notebook cell that was not shipped. It then learns
 * what has run before. From then on all is compiled here: what is not as it was shipped may have other types.
 *
 * @param begin makes the compiler's own
 */
export function createLateConverter(
  begin: () => Converter,
  { shipped, load }: LateCompiler
): Converter {
  let converter: Converter | null = null;
  /** What the compiler is to hear when it begins. */
  let before: ((converter: Converter) => void)[] = [];
  const cells = new Set(shipped.values());
  let isAsShipped = true;

  function begun(): Converter {
    if (converter === null) {
      converter = begin();
      before.forEach(tell => tell(begun()));
      before = [];
    }
    return converter;
  }

  function tell(what: (converter: Converter) => void): void {
    if (converter === null) {
      before.push(what);
    } else {
      what(converter);
    }
  }

  const shippedAs = (source: string) =>
    isAsShipped ? shipped.get(source) : undefined;

  return {
    get cells() {
      return begun().cells;
    },
    async ready(source) {
      if (converter === null && shippedAs(source) === undefined) {
        await load();
      }
    },
    transpile(source) {
      const cell = shippedAs(source);
      return cell ? { cell, diagnostics: null } : begun().transpile(source);
    },
    remember(cell) {
      isAsShipped &&= cells.has(cell);
      tell(one => one.remember(cell));
    },
    declare(text) {
      isAsShipped = false;
      tell(one => one.declare(text));
    },
    warmUp: cell => begun().warmUp(cell),
    forget() {
      before = [];
      isAsShipped = true;
      converter?.forget();
    },
    close: () => converter?.close()
  };
}

type OfNames<T> = Readonly<Record<keyof TopLevelNames, T>>;

const ofNames = <A, B>(names: OfNames<A>, change: (some: A) => B): OfNames<B> =>
  Object.fromEntries(
    Object.entries(names).map(([name, some]) => [name, change(some)])
  ) as OfNames<B>;

/** The names as lists, for a file. */
type Written = Omit<TranspiledCell, 'names'> & {
  readonly names: OfNames<readonly string[]>;
};

interface ShippedFile {
  /** The version of gatescope whose kernel runs them. */
  readonly version: string;
  readonly cells: readonly (readonly [source: string, cell: Written])[];
}

/** Compiled cells as the text of a file, by the text that they were compiled from. */
export function writeShipped(
  cells: ReadonlyMap<string, TranspiledCell>,
  version: string
): string {
  const file: ShippedFile = {
    version,
    cells: [...cells].map(([source, { names, ...cell }]) => [
      source,
      { ...cell, names: ofNames(names, some => [...some]) }
    ])
  };
  return JSON.stringify(file);
}

/** Reads what `writeShipped` has written; none where it is for another version of the kernel. */
export function readShipped(
  text: string,
  version: string
): Map<string, TranspiledCell> {
  const file = JSON.parse(text) as ShippedFile;
  return new Map(
    (file.version === version ? file.cells : []).map(
      ([source, { names, ...cell }]) => [
        source,
        { ...cell, names: ofNames(names, some => new Set(some)) }
      ]
    )
  );
}
