/** The place of one shared name. Every notebook cell that uses the name holds the same one. */
export interface Reference {
  v: unknown;
}

/** The names that all notebook cells share. */
export interface Scope {
  has(name: string): boolean;
  /** The reference of a name; made when it is not there yet, as one that no cell has set. */
  reference(name: string): Reference;
  /** Makes ready the references of names that a cell is about to declare. */
  declare(
    names: Iterable<string>,
    how: {
      /** They exist, as undefined, from the start of the cell. */
      readonly hoisted: ReadonlySet<string>;
    }
  ): void;
  /** Gives a name a value that did not come from a cell. */
  bind(name: string, value: unknown): void;
  /** The value of a name; undefined when it has none or cannot be read. */
  value(name: string): unknown;
  /** Lets a name follow a binding of a module. */
  follow(name: string, read: () => unknown): void;
  /** After a cell that threw: names that it never reached say so when they are read. */
  seal(names: Iterable<string>): void;
  names(): string[];
}

/** What a reference holds before its declaration has run. */
const UNSET: unique symbol = Symbol('unset');

/** Gives a reference back once it has been set; reading it earlier is an error, as in any program. */
export function readable(reference: Reference, name: string): Reference {
  if (reference.v === UNSET) {
    throw new ReferenceError(`Cannot access '${name}' before initialization`);
  }
  return reference;
}

/** An empty scope. */
export function createScope(): Scope {
  const references = new Map<string, Reference>();
  /** Those that a cell has begun to declare. */
  const waiting = new WeakSet<Reference>();

  function reference(name: string): Reference {
    let found = references.get(name);
    if (found === undefined) {
      found = { v: UNSET };
      throwWhenRead(found, `${name} is not defined`);
      references.set(name, found);
    }
    return found;
  }

  return {
    has: name => references.has(name),
    reference,
    declare(names, { hoisted }) {
      for (const name of names) {
        const known = references.get(name);
        if (known === undefined) {
          references.set(name, { v: hoisted.has(name) ? undefined : UNSET });
        } else if (hoisted.has(name)) {
          if (!isPlain(known)) {
            makePlain(known, undefined);
          }
        } else if (!isPlain(known)) {
          // Functions of other cells hold it too, and read it unchecked.
          throwWhenRead(known, `Cannot access '${name}' before initialization`);
          waiting.add(known);
        }
        // What has a value keeps it until the cell that runs again comes to the declaration.
      }
    },
    bind(name, value) {
      makePlain(reference(name), value);
    },
    value(name) {
      try {
        return references.get(name)?.v;
      } catch {
        return undefined;
      }
    },
    follow(name, read) {
      Object.defineProperty(reference(name), 'v', {
        configurable: true,
        enumerable: true,
        get: read,
        set(value: unknown) {
          makePlain(reference(name), value);
        }
      });
    },
    seal(names) {
      for (const name of names) {
        const known = references.get(name);
        if (
          known !== undefined &&
          (isPlain(known) ? known.v === UNSET : waiting.has(known))
        ) {
          throwWhenRead(
            known,
            `${name} has no value: the notebook cell that declares it stopped before that line`
          );
        }
      }
    },
    names: () => [...references.keys()]
  };
}

function isPlain(reference: Reference): boolean {
  return Object.getOwnPropertyDescriptor(reference, 'v')?.get === undefined;
}

function makePlain(reference: Reference, value: unknown): void {
  Object.defineProperty(reference, 'v', {
    configurable: true,
    enumerable: true,
    writable: true,
    value
  });
}

function throwWhenRead(reference: Reference, message: string): void {
  Object.defineProperty(reference, 'v', {
    configurable: true,
    enumerable: true,
    get() {
      throw new ReferenceError(message);
    },
    set(value: unknown) {
      makePlain(reference, value);
    }
  });
}
