import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  mimeTypes,
  openingNames,
  viewNames,
  type Method
} from '../../../src/trace';
import type { MethodParameters } from '../../../src/trace/generated/types';
import {
  bundleSchemas,
  methodSchemas
} from '../../../src/trace/generated/schemas';
import { traceViews } from '../../../src/widgets/trace/traceViews';

const root = join(__dirname, '..', '..', '..');
const folder = join(root, 'src', 'trace', 'schema');

interface Schema {
  readonly $id: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema & { const?: string }>>;
}

const schemas = readdirSync(folder).map(
  name => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Schema
);

describe('the schemas are the one source', () => {
  it('of the kinds of bundle: each has a MIME type and a schema', () => {
    const kinds = schemas
      .map(({ properties }) => properties?.kind?.const)
      .filter(kind => kind !== undefined)
      .sort();
    expect(Object.keys(mimeTypes).sort()).toEqual(kinds);
    expect(Object.keys(bundleSchemas).sort()).toEqual(kinds);
  });

  it('of the names of views: each is drawn, and beside them the weights, which have a bundle of their own', () => {
    expect(Object.keys(traceViews).sort()).toEqual(
      [...viewNames, 'weights'].sort()
    );
  });

  it('of what a view may open on in a Python notebook, too', () => {
    const rules: unknown = JSON.parse(
      readFileSync(join(root, 'gatescope/tracing/opening.json'), 'utf8')
    );
    expect(rules).toMatchObject({ view: { enum: viewNames } });
    expect(Object.keys(rules as object)).toEqual(openingNames);
  });

  it('of what a page may ask: each method has parameters, and no other', () => {
    // A method on one side alone does not compile.
    const methods: Readonly<
      Record<Method, true> & Record<keyof MethodParameters, true>
    > = {
      attach: true,
      check: true,
      code: true,
      compare: true,
      gradientFlow: true,
      history: true,
      influence: true,
      race: true,
      recompute: true,
      resume: true,
      select: true,
      sequence: true,
      slide: true,
      stop: true,
      stopCheck: true,
      useEpoch: true,
      walkWeights: true,
      weights: true,
      whole: true
    };
    expect(Object.keys(methods)).toEqual(Object.keys(methodSchemas).sort());
  });
});
