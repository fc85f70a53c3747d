// Turns the JSON schemas of src/trace/schema into TypeScript types (generate-trace-types.mjs) and into
// tables that a page reads beside what it was sent (src/trace/schemaFault.ts): without the words for
// people, with every reference followed. Nothing is compiled in a page, and no schema library is
// in the bundle. The facts of findings, which Python has as well (gatescope/health/findings.json), become
// modules beside them, and what a view may open on a table for Python (gatescope/tracing/opening.json).
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { traceTypes } from './generate-trace-types.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const schemaFolder = join(root, 'src', 'trace', 'schema');
const target = join(root, 'src', 'trace', 'generated');

const schemas = new Map(
  readdirSync(schemaFolder)
    .filter(name => name.endsWith('.json'))
    .sort()
    .map(name => JSON.parse(readFileSync(join(schemaFolder, name), 'utf8')))
    .map(schema => [schema.$id, schema])
);
const protocol = 'protocol.json';
const bundles = [...schemas.keys()].filter(
  id => id !== 'common.json' && id !== protocol
);
const methods = Object.keys(schemas.get(protocol).$defs).filter(
  name => name !== 'id'
);

/** Keywords that mean the same in the table; others are known by name below, or refused. */
const kept = new Set(
  `type const enum required minItems maxItems minLength maxLength pattern minimum maximum
  exclusiveMinimum`.split(/\s+/)
);
const words = new Set(['title', 'description', '$schema', '$id', '$defs']);

/** Collects the schemas that some are made of. */
function table() {
  const entries = [];
  const places = new Map();

  /** The place of `common.json#/$defs/name`, seen from `file`. */
  function place(reference, file) {
    const [name, pointer = ''] = reference.split('#');
    const id = name === '' ? file : name;
    const key = `${id}#${pointer}`;
    if (!places.has(key)) {
      const schema = pointer
        .split('/')
        .filter(part => part !== '')
        .reduce((at, part) => at?.[part], schemas.get(id));
      if (schema === undefined) {
        throw new Error(`${file}: ${reference} names no schema`);
      }
      places.set(key, entries.push(null) - 1);
      entries[places.get(key)] = rules(schema, id);
    }
    return places.get(key);
  }

  function rules(schema, file) {
    const made = {};
    const each = value => rules(value, file);
    const inEach = object =>
      Object.fromEntries(
        Object.entries(object).map(([key, value]) => [key, each(value)])
      );
    for (const [keyword, value] of Object.entries(schema)) {
      if (kept.has(keyword)) {
        made[keyword] = value;
      } else if (keyword === '$ref') {
        made.$ref = place(value, file);
      } else if (keyword === 'allOf' || keyword === 'anyOf') {
        made[keyword] = value.map(each);
      } else if (keyword === 'items') {
        made.items = each(value);
      } else if (keyword === 'properties') {
        made.properties = inEach(value);
      } else if (keyword === 'additionalProperties' && value === false) {
        made.closed = true;
      } else if (keyword === 'additionalProperties') {
        made.others = each(value);
      } else if (keyword === 'oneOf' && schema.discriminator) {
        made.tag = schema.discriminator.propertyName;
        made.oneOf = Object.fromEntries(
          value.map(one => [one.properties[made.tag].const, each(one)])
        );
      } else if (!words.has(keyword) && keyword !== 'discriminator') {
        throw new Error(
          `${file}: the reader of schemas does not know “${keyword}”`
        );
      }
    }
    return made;
  }
  return { entries, place };
}

/** A module of the schemas that these names stand for. */
function moduleOf(exported) {
  const { entries, place } = table();
  const groups = Object.entries(exported).map(([group, names]) => [
    group,
    typeof names === 'string'
      ? place(names, protocol)
      : Object.fromEntries(
          Object.entries(names).map(([name, id]) => [name, place(id, protocol)])
        )
  ]);
  return `// Generated from src/trace/schema by scripts/generate-schemas.mjs. Do not edit.
import type { SchemaRules } from '../schemaFault';

/** Every schema that another refers to; \`$ref\` is a place in here. */
export const schemaTable: readonly SchemaRules[] = ${JSON.stringify(entries, null, 1)};
${groups
  .map(([group, places]) =>
    typeof places === 'number'
      ? `
/** Its place in the table. */
export const ${group} = ${places};
`
      : `
/** Places in the table, by name. */
export const ${group}: Readonly<Record<string, number>> = ${JSON.stringify(places, null, 1)};
`
  )
  .join('')}`;
}

// Another process may be reading a module: it is replaced at once, and only when it differs.
function write(name, content) {
  const file = resolve(target, name);
  if (!existsSync(file) || readFileSync(file, 'utf8') !== content) {
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, content);
    renameSync(draft, file);
  }
}

mkdirSync(target, { recursive: true });
const { $defs: common } = schemas.get('common.json');
/** A schema of the same file whole: without its words, what it refers to in its place. */
const whole = schema =>
  Array.isArray(schema)
    ? schema.map(whole)
    : schema === null || typeof schema !== 'object'
      ? schema
      : Object.fromEntries(
          Object.entries({
            ...common[schema.$ref?.replace('#/$defs/', '')],
            ...schema
          })
            .filter(([key]) => !words.has(key) && key !== '$ref')
            .map(([key, value]) => [key, whole(value)])
        );
write(
  join(root, 'gatescope', 'tracing', 'opening.json'),
  await format(
    JSON.stringify({
      view: whole(common.view),
      ...Object.fromEntries(
        Object.entries(common.opening.properties).map(([name, schema]) => [
          name,
          whole(schema)
        ])
      )
    }),
    { parser: 'json' }
  )
);
write(
  'schemas.ts',
  moduleOf({
    bundleSchemas: Object.fromEntries(
      bundles.map(id => [id.replace('.json', ''), id])
    ),
    methodSchemas: Object.fromEntries(
      methods.map(name => [name, `#/$defs/${name}`])
    ),
    messageSchema: protocol
  })
);
// For a page that draws runs alone (scripts/build-widget.mjs).
write('traceSchemas.ts', moduleOf({ bundleSchemas: { trace: 'trace.json' } }));
write(
  'types.ts',
  await format(traceTypes(schemas), {
    parser: 'typescript',
    singleQuote: true
  })
);
write(
  'scales.ts',
  `// Generated from gatescope/tracing/scales.json by scripts/generate-schemas.mjs. Do not edit.
export const scales = ${JSON.stringify(
    JSON.parse(
      readFileSync(join(root, 'gatescope/tracing/scales.json'), 'utf8')
    ),
    null,
    2
  )} as const;
`
);
write(
  'findings.ts',
  `// Generated from gatescope/health/findings.json by scripts/generate-schemas.mjs. Do not edit.
export const facts = ${JSON.stringify(
    JSON.parse(
      readFileSync(join(root, 'gatescope/health/findings.json'), 'utf8')
    ),
    null,
    2
  )} as const;
`
);
