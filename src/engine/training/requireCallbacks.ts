import {
  requireFunction,
  requireList,
  requireObject,
  suggestion
} from '../base/check';
import type { Callback } from './callback';

const hooks = [
  'onTrainBegin',
  'onEpochBegin',
  'onBatchEnd',
  'onEpochEnd',
  'onTrainEnd'
];

/** Throws unless it is a list of callbacks. */
export function requireCallbacks(
  who: string,
  value: readonly Callback[]
): readonly Callback[] {
  requireList(who, 'callbacks', value).forEach((callback, at) =>
    requireHooks(who, `callbacks[${at}]`, callback)
  );
  return value;
}

/** A misspelt hook would never be called. */
function requireHooks(who: string, where: string, callback: Callback): void {
  requireObject(who, where, callback);
  const names = new Set<string>();
  for (
    let level: object | null = callback;
    level !== null && level !== Object.prototype;
    level = Object.getPrototypeOf(level) as object | null
  ) {
    Object.getOwnPropertyNames(level).forEach(name => names.add(name));
  }
  for (const name of names) {
    const own = (callback as Readonly<Record<string, unknown>>)[name];
    if (/^on[A-Z]/.test(name) && !hooks.includes(name)) {
      throw new TypeError(
        `${who}: ${where} has '${name}', which is never called${suggestion(name, hooks)}; the hooks are ${hooks.join(', ')}`
      );
    }
    if (hooks.includes(name) && own !== undefined) {
      requireFunction(who, `${where}.${name}`, own);
    }
  }
  if (!hooks.some(name => names.has(name))) {
    throw new TypeError(
      `${who}: ${where} has none of the hooks ${hooks.join(', ')}`
    );
  }
}
