import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import * as fc from 'fast-check';
import { encode } from '../../../src/trace';
import {
  bundleSchemas,
  methodSchemas,
  messageSchema,
  schemaTable
} from '../../../src/trace/generated/schemas';
import * as runsAlone from '../../../src/trace/generated/traceSchemas';
import { schemaFault } from '../../../src/trace/schemaFault';
import { bundle } from './bundles';

const folder = join(__dirname, '../../../src/trace/schema');
const ajv = new Ajv({
  schemas: readdirSync(folder).map(name => {
    const schema = JSON.parse(
      readFileSync(join(folder, name), 'utf8')
    ) as Record<string, unknown>;
    delete schema['$schema'];
    return schema;
  }),
  discriminator: true,
  strictTypes: false,
  allErrors: true,
  logger: false
});
const compiled = (id: string): ValidateFunction => {
  const found = ajv.getSchema(id);
  if (!found) {
    throw new Error(`no schema ${id}`);
  }
  return found;
};

const keywords: Readonly<Record<string, string>> = {
  additionalProperties: 'closed',
  discriminator: 'tag'
};

/** Ours is one of the faults that the library finds; where it finds none, there is none. */
function expectAgreement(value: unknown, id: string, place: number): void {
  const validate = compiled(id);
  const sound = validate(value);
  const found = schemaFault(value, schemaTable[place], schemaTable);
  const all = (validate.errors ?? []).map(
    ({ instancePath, keyword }) =>
      `${instancePath} ${keywords[keyword] ?? keyword}`
  );
  expect({ sound: found === null }).toEqual({ sound });
  if (found) {
    const path = found.path.map(
      key => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    );
    expect(all).toContain(`${path.join('')} ${found.keyword}`);
  }
}

interface Slot {
  readonly owner: Record<string, unknown>;
  readonly key: string;
}

function slotsOf(value: unknown, found: Slot[] = []): Slot[] {
  if (typeof value === 'object' && value !== null) {
    const owner = value as Record<string, unknown>;
    for (const key of Object.keys(owner)) {
      found.push({ owner, key });
      slotsOf(owner[key], found);
    }
  }
  return found;
}

const wounds: readonly unknown[] = [
  undefined,
  null,
  true,
  '',
  'x'.repeat(300),
  -1,
  0.5,
  0,
  1e300,
  NaN,
  Infinity,
  [],
  [1, 2, 3, 4, 5],
  [[]],
  {},
  { number: 'NaN' },
  { number: 'NaN', more: 1 },
  { kind: 'toString' },
  { kind: 'symbol', name: 3 },
  { 'a/b~c': 'd' }
];

/** A copy in which one place holds something else, or a key more. */
const wounded = fc
  .tuple(bundle, fc.nat(), fc.nat(wounds.length - 1), fc.boolean())
  .map(([original, at, which, more]) => {
    const json = JSON.parse(JSON.stringify(encode(original))) as Record<
      string,
      unknown
    >;
    const slots = slotsOf(json).filter(({ key }) => key !== 'kind' || more);
    const { owner, key } = slots[at % slots.length];
    const place = more && !Array.isArray(owner) ? `${key}s` : key;
    owner[place] = wounds[which];
    return { kind: original.kind, json };
  });

describe('schemaFault', () => {
  it('agrees with a schema library about every kind of bundle, whole and wounded', () => {
    let faults = 0;
    fc.assert(
      fc.property(wounded, ({ kind, json }) => {
        const id = `${kind}.json`;
        expectAgreement(json, id, bundleSchemas[kind]);
        faults += compiled(id)(json) ? 0 : 1;
      }),
      { numRuns: 1500 }
    );
    expect(faults).toBeGreaterThan(300);
  });

  it('has for the widget of runs what it has for all', () => {
    fc.assert(
      fc.property(wounded, ({ kind, json }) => {
        fc.pre(kind === 'trace');
        const { bundleSchemas: places, schemaTable: table } = runsAlone;
        expect(schemaFault(json, table[places.trace], table)).toEqual(
          schemaFault(json, schemaTable[bundleSchemas.trace], schemaTable)
        );
      }),
      { numRuns: 60 }
    );
    expect(Object.keys(runsAlone.bundleSchemas)).toEqual(['trace']);
  });

  it('agrees about messages of pages, and about what each method is asked', () => {
    const values = fc.oneof(
      fc.constantFrom(...wounds),
      fc.record({
        type: fc.constantFrom('hello', 'request', 'other', 1),
        protocol: fc.constantFrom(...wounds),
        version: fc.constantFrom(...wounds),
        number: fc.constantFrom(...wounds),
        method: fc.constantFrom('attach', ...wounds),
        params: fc.constantFrom(...wounds)
      }),
      fc.dictionary(
        fc.constantFrom('id', 'edits', 'clamps', 'epoch', 'selection'),
        fc.constantFrom(
          ...wounds,
          'a',
          [{ step: 0, feature: 0, value: 1 }],
          [{ layer: 'l', channel: 'f', value: 'mean', units: [1.5] }]
        )
      )
    );
    fc.assert(
      fc.property(values, value => {
        expectAgreement(value, 'protocol.json', messageSchema);
        for (const [name, place] of Object.entries(methodSchemas)) {
          expectAgreement(value, `protocol.json#/$defs/${name}`, place);
        }
      }),
      { numRuns: 300 }
    );
  });
});
