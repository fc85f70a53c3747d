// What the engine's reader of the rules says of measures, which come as JSON, one of each rule's.
import { readFileSync } from 'node:fs';
import {
  judgedBy,
  rules,
  type Measures
} from '../../src/engine/models/healthRules';

const given = JSON.parse(readFileSync(0, 'utf8')) as [number, Measures][];
const numbers = (measures: Measures): Measures =>
  Object.fromEntries(
    Object.entries(measures).map(([name, value]) => [
      name,
      (value as unknown) ?? NaN
    ])
  ) as Measures;
console.log(
  JSON.stringify(
    given.map(([rule, measures]) => judgedBy(rules[rule], numbers(measures)))
  )
);
