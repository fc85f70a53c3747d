import { expressionText, type Expression } from '../../trace';
import type { SceneTheme } from '../../scene/theme';

interface Made {
  readonly of: string;
  readonly theme: SceneTheme;
  readonly made: unknown;
}

const known = new WeakMap<object, Made>();

/**
 * What was made of a piece of a circuit, as long as that is `of` the same: from step to step most of it
 * is, and what is the same is not drawn again.
 */
export function unchanged<T>(
  piece: object,
  of: string,
  theme: SceneTheme,
  make: () => T
): T {
  const last = known.get(piece);
  if (last?.of === of && last.theme === theme) {
    return last.made as T;
  }
  const made = make();
  known.set(piece, { of, theme, made });
  return made;
}

const texts = new WeakMap<Expression, string>();

/** The text of an expression, written once. */
export function knownExpressionText(expression: Expression): string {
  const text = texts.get(expression) ?? expressionText(expression);
  texts.set(expression, text);
  return text;
}
