import * as ts from 'typescript';
import { references } from '../../../exercises/answers';
import type { Reference } from '../../../exercises/answers';
import { unlessTooDeep } from './unlessTooDeep';

/** A function that an exercise asks its student to do without, and what is said when it is called. */
export interface Withholding {
  readonly name: string;
  readonly message: string;
}

/** What a test withholds from the answer: each function that the exercises it asks for are to do without. */
export function withheldBy(source: string): Withholding[] {
  return unlessTooDeep(() => exercisesIn(source), []).flatMap(exercise => {
    const { without } = references[exercise] as unknown as Reference<
      readonly unknown[]
    >;
    return without === undefined
      ? []
      : without.calls.map(name => ({ name, message: without.message }));
  });
}

/** `memory-of` of `check.answer('memory-of', memoryOf)`. */
function exercisesIn(source: string): (keyof typeof references)[] {
  const found: (keyof typeof references)[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      node.expression.name.text === 'answer'
    ) {
      const [exercise] = node.arguments;
      if (
        exercise !== undefined &&
        ts.isStringLiteralLike(exercise) &&
        Object.hasOwn(references, exercise.text)
      ) {
        found.push(exercise.text as keyof typeof references);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('cell.ts', source, ts.ScriptTarget.Latest));
  return found;
}
