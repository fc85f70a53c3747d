import { slipIn } from '../slips';
import { checkContext } from './context';

/** The slip behind an error, seen in the text of the answer. */
export function slipInAnswer(message: string): string | null {
  for (const line of checkContext().answer?.split('\n') ?? []) {
    const slip = slipIn({ line, message });
    if (slip !== null) {
      return slip;
    }
  }
  return null;
}
