import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import {
  questions,
  type QuestionOptions
} from '../../../../src/exercises/questions';
import { inventoryItems } from '../../../../src/exercises/questions/inventoryItems';
import { questionsOf } from '../../../../src/trace';

const NOTEBOOKS = join(__dirname, '..', '..', '..', '..', 'notebooks');

/** A choice as the reader sees it: its options in the order in which they are shown. */
export interface Choice {
  readonly place: string;
  readonly question: string;
  readonly options: readonly string[];
  readonly right: number;
}

type Options = NonNullable<QuestionOptions['choice']>;

interface Cell {
  readonly id: string;
  readonly source: readonly string[];
  readonly metadata: { readonly gatescope?: { readonly questions?: unknown } };
}

/** A literal's value; what is computed is the text of its code. */
function valueOf(node: ts.Expression): unknown {
  if (ts.isStringLiteralLike(node)) {
    return node.text;
  }
  if (ts.isArrayLiteralExpression(node)) {
    return node.elements.map(valueOf);
  }
  if (ts.isObjectLiteralExpression(node)) {
    return Object.fromEntries(
      node.properties
        .filter(ts.isPropertyAssignment)
        .map(({ name, initializer }) => [name.getText(), valueOf(initializer)])
    );
  }
  return node.kind === ts.SyntaxKind.TrueKeyword ? true : node.getText();
}

/** The objects of some code, from the outermost. */
function objectsOf(code: string): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      found.push(valueOf(node) as Record<string, unknown>);
    }
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile('cell.ts', code, ts.ScriptTarget.Latest, true));
  return found;
}

/** The options of a choice, or the ranges of a bench, which are mixed in the same way. */
function optionsOf(item: Record<string, unknown>): Options | undefined {
  const { choice, bench } = item as {
    choice?: Options;
    bench?: { ranges: Options };
  };
  return Array.isArray(choice) ? choice : bench?.ranges;
}

function shown(place: string, item: QuestionOptions): Choice {
  const { toBundle } = questions({ key: 'k', items: [item] });
  const [asked] = questionsOf(toBundle());
  if (asked.form !== 'choice') {
    throw new TypeError(`${place} is no choice`);
  }
  const { options } = asked.choice;
  return {
    place,
    question: asked.question,
    options: options.map(({ text }) => text),
    right: options.findIndex(({ right }) => right)
  };
}

/** Every choice and every bench of the lessons. */
export function choicesOfLessons(): Choice[] {
  return readdirSync(NOTEBOOKS)
    .filter(name => name.endsWith('.ipynb'))
    .flatMap(name => {
      const { cells } = JSON.parse(
        readFileSync(join(NOTEBOOKS, name), 'utf8')
      ) as { cells: Cell[] };
      return cells
        .filter(({ metadata }) => metadata.gatescope?.questions !== undefined)
        .flatMap(({ id, source }) =>
          objectsOf(source.join('')).flatMap(item => {
            const choice = optionsOf(item);
            return choice === undefined
              ? []
              : [
                  shown(`${name.slice(0, 2)} ${id}`, {
                    id: String(item.id),
                    question: String(item.question),
                    choice
                  })
                ];
          })
        );
    });
}

/** Those of the concept inventory. */
export const choicesOfInventory = (): Choice[] =>
  inventoryItems.map(item => shown(`inventory ${item.id}`, item));
