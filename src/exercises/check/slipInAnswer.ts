import { slipIn } from '../slips';
import { checkContext } from './context';

/** More lines than anybody writes by hand: a generated text is not searched to its end. */
const MOST_LINES = 1000;

/**
 * The slip behind an error, seen in the text of the answer. Where the compiler's message has one in
 * front already it is that one: another line may look like a slip of the same kind.
 */
export function slipInAnswer(message: string): string | null {
  const lines = new Set(checkContext().answer?.split('\n', MOST_LINES));
  const slips = [...lines]
    .map(line => slipIn({ line, message }))
    .filter(slip => slip !== null);
  return slips.find(slip => message.startsWith(slip)) ?? slips[0] ?? null;
}
