import type * as ts from 'typescript';
import { machine } from '../machine';

/** One line of advice for what TypeScript reports most often to learners. */
export function diagnosticAdvice(diagnostic: ts.Diagnostic): string | null {
  const { code, messageText } = diagnostic;
  const message =
    typeof messageText === 'string' ? messageText : messageText.messageText;
  switch (code) {
    case 2304:
    case 2552:
      return 'Run the notebook cell that declares it first, import it, or check the spelling.';
    case 2307:
      return machine().builtinModules.length === 0
        ? 'A page can import gatescope and modules at an address (https://…): there is no folder with modules, and none of Node’s own are here.'
        : 'The module is neither part of gatescope nor beside the notebook; install it in the notebook’s folder, or check the name.';
    case 2322:
    case 2339:
    case 2345:
    case 2365:
    case 2367:
    case 2488:
    case 2551:
    case 2801:
    case 7053:
      return meansPromise(message)
        ? 'The value is a promise: put `await` before the call that gives it.'
        : null;
    case 2362:
    case 2363:
      return 'Only numbers can be calculated with; a promise needs `await` first.';
    case 2353:
    case 2561:
      return 'There is no option of this name: press Tab inside the braces for the list.';
    case 2532:
    case 18047:
    case 18048:
    case 18049:
      return 'The value may be missing: check it first, or write `?.`.';
    case 2403:
      return 'Declared again, a `var` keeps its type: choose another name, or `let` for a new variable.';
    case 2448:
      return readsItself(diagnostic)
        ? 'The name means what this very line declares: leave `let` or `const` out to change the earlier one, or choose a new name.'
        : 'The name is declared further down: move the declaration up.';
    case 2449:
    case 2450:
      return 'The name is declared further down: move the declaration up.';
    case 7022:
    case 7023:
    case 7024:
      return 'The type depends on itself: write it, for instance `: number`.';
    case 7006:
    case 7031:
      return 'Give the parameter a type, for instance `x: number`.';
    case 2454:
      return 'Give the variable a value before it is used.';
    case 1308:
      return 'Write `async` before the function to use `await` in it.';
    case 2588:
      return 'A `const` keeps its value: declare it with `let` to change it.';
    default:
      return null;
  }
}

/** Whether a promise stands where its value was meant, and is not what is asked for. */
function meansPromise(message: string): boolean {
  const promises = message.match(/'Promise</g)?.length ?? 0;
  return (
    promises === 1 &&
    !/(?:assignable to|parameter of) .*'Promise</.test(message)
  );
}

/** Whether a variable is used in the declaration that gives it its value: `let n = n + 1`. */
function readsItself({
  start = 0,
  relatedInformation
}: ts.Diagnostic): boolean {
  const declared = relatedInformation?.[0]?.start;
  return declared !== undefined && declared < start;
}
