import { REFERENCE_MARK } from '../core/cells/cellFrame';

/** A frame of Firefox: how it was reached, function, script, line, column. */
const FRAME = /^(?:([\w ]+)\*)?([^@]*)@(.*):(\d+):(\d+)$/;

/**
 * Lets errors tell their stacks as V8 does, which is how the kernel, and what prints errors, reads them.
 * Firefox has another form, and computes it on the prototype when it is asked for.
 */
export function tellStacksAsV8(): void {
  const own = Object.getOwnPropertyDescriptor(Error.prototype, 'stack');
  const stackOf = own?.get;
  if (own === undefined || stackOf === undefined) {
    return;
  }
  Object.defineProperty(Error.prototype, 'stack', {
    ...own,
    get(this: Error) {
      const stack: unknown = stackOf.call(this);
      return typeof stack === 'string'
        ? stackAsV8(Error.prototype.toString.call(this), stack)
        : stack;
    }
  });
}

/**
 * @param error name and message, with which V8 begins
 * @param stack as Firefox has it; one that has V8's form already is left alone
 */
export function stackAsV8(error: string, stack: string): string {
  if (/^\s+at /m.test(stack)) {
    return stack;
  }
  const frames = stack.split('\n').flatMap(line => {
    const match = FRAME.exec(line);
    if (match === null) {
      return [];
    }
    const [, how, called, script, row, column] = match;
    const place = `${script}:${row}:${column}`;
    const name = nameOf(called);
    const isAsync = how === undefined ? '' : 'async ';
    return [`    at ${isAsync}${name === '' ? place : `${name} (${place})`}`];
  });
  return [error, ...frames].join('\n');
}

/**
 * `outer/<` is a function without a name inside of `outer`, `outer/name<` one that got the name of what
 * it was assigned to, which may be the kernel's own.
 */
function nameOf(called: string): string {
  const name = (called.split('/').at(-1) ?? '').replace(/<$/, '');
  return name.includes(REFERENCE_MARK) ? '' : name;
}
