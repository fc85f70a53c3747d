import type * as ts from 'typescript';

/** One line of advice for what TypeScript reports most often to learners. */
export function diagnosticAdvice({
  code,
  messageText
}: ts.Diagnostic): string | null {
  const message =
    typeof messageText === 'string' ? messageText : messageText.messageText;
  switch (code) {
    case 2304:
    case 2552:
      return 'Run the notebook cell that declares it first, import it, or check the spelling.';
    case 2307:
      return 'The module is neither part of gatescope nor beside the notebook; install it in the notebook’s folder, or check the name.';
    case 2339:
    case 2551:
      return /Promise</.test(message)
        ? 'The value is a promise: put `await` before the call that gives it.'
        : null;
    case 2353:
    case 2561:
      return 'There is no option of this name: press Tab inside the braces for the list.';
    case 2532:
    case 18047:
    case 18048:
    case 18049:
      return 'The value may be missing: check it first, or write `?.`.';
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
