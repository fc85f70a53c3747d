// Turns the JSON schemas of src/trace/schema into the TypeScript types of what is read and written:
// the schemas are the one place where a bundle's form is said.
//
// A schema with a title is a type of that name ("Layer trace" is `LayerTrace`; what stands after a
// colon is its description); one without is written out where it is used. Read, every array with a
// shape is a `NumericArray` and every number may be NaN, so the definitions for these stand for them.

/** Definitions of common.json that are something else in memory than in JSON. */
const inMemory = {
  array: 'NumericArray',
  vector: 'NumericArray',
  vector64: 'NumericArray',
  matrix: 'NumericArray',
  matrix64: 'NumericArray',
  mask: 'NumericArray',
  number: 'number'
};

/**
 * The text of a module with a type for each bundle and each of its parts.
 *
 * @param schemas by `$id`
 */
export function traceTypes(schemas) {
  const declared = new Map();
  const waiting = [];

  /** What a reference means, and in which file. */
  function follow(reference, file) {
    const [target, pointer = ''] = reference.split('#');
    const name = target === '' ? file : target;
    const schema = pointer
      .split('/')
      .filter(part => part !== '')
      .reduce((at, part) => at?.[part], schemas.get(name));
    if (schema === undefined) {
      throw new Error(`${file}: ${reference} names no schema`);
    }
    return { schema, file: name, part: pointer.split('/').at(-1) };
  }

  function typeOf(schema, file) {
    if (schema.$ref !== undefined) {
      const found = follow(schema.$ref, file);
      return found.file === 'common.json' && found.part in inMemory
        ? inMemory[found.part]
        : typeOf(found.schema, found.file);
    }
    if (schema.title !== undefined) {
      return named(schema, file);
    }
    return written(schema, file);
  }

  function named(schema, file) {
    const name = nameOf(schema);
    if (!declared.has(name)) {
      declared.set(name, schema);
      waiting.push({ name, schema, file });
    } else if (declared.get(name) !== schema) {
      throw new Error(`two schemas have the title "${schema.title}"`);
    }
    return name;
  }

  /** A schema without a name, as it is written where it is used. */
  function written(schema, file) {
    if (schema.oneOf !== undefined) {
      return schema.oneOf
        .map(option => typeOf({ type: 'object', ...option }, file))
        .join(' | ');
    }
    if (schema.anyOf !== undefined) {
      return schema.anyOf.map(part => typeOf(part, file)).join(' | ');
    }
    const parts = (schema.allOf ?? []).map(part => typeOf(part, file));
    if (schema.enum !== undefined) {
      return schema.enum.map(literal).join(' | ');
    }
    if (schema.const !== undefined) {
      return typeof schema.const === 'number'
        ? 'number'
        : literal(schema.const);
    }
    const types = [schema.type ?? (parts.length > 0 ? 'object' : [])].flat();
    return types.length === 0
      ? 'unknown'
      : types
          .map(type =>
            type === 'object'
              ? [...parts, objectOf(schema, file)].join(' & ')
              : simple(type, schema, file)
          )
          .join(' | ');
  }

  function simple(type, schema, file) {
    if (type === 'array') {
      const item = typeOf(schema.items, file);
      return schema.minItems === 2 && schema.maxItems === 2
        ? `readonly [${item}, ${item}]`
        : `readonly (${item})[]`;
    }
    const word = /^\^(\w+)\$$/.exec(schema.pattern ?? '');
    return type === 'string' && word
      ? literal(word[1])
      : type === 'integer'
        ? 'number'
        : type;
  }

  function objectOf(schema, file) {
    if (schema.properties === undefined) {
      return schema.additionalProperties === undefined
        ? 'object'
        : `Readonly<Record<string, ${typeOf(schema.additionalProperties, file)}>>`;
    }
    return `{\n${members(schema, file)}\n}`;
  }

  function members({ properties, required = [] }, file) {
    return Object.entries(properties)
      .map(
        ([name, schema]) =>
          `${comment(schema.description)}readonly ${name}${required.includes(name) || schema.const !== undefined ? '' : '?'}: ${typeOf(schema, file)};`
      )
      .join('\n');
  }

  function declaration({ name, schema, file }) {
    const { title, allOf = [], ...rest } = schema;
    const words = title.includes(':')
      ? capital(title.slice(title.indexOf(':') + 1).trim())
      : undefined;
    const head = comment(rest.description ?? (words && `${words}.`));
    const isInterface = rest.type === 'object' && rest.oneOf === undefined;
    const above = allOf.map(part => typeOf(part, file));
    return isInterface
      ? `${head}export interface ${name}${above.length > 0 ? ` extends ${above.join(', ')}` : ''} {\n${members(rest, file)}\n}`
      : `${head}export type ${name} = ${written({ ...rest, allOf }, file)};`;
  }

  const bundles = [...schemas.values()].filter(({ $id }) =>
    ['common.json', 'protocol.json'].every(name => name !== $id)
  );
  const names = bundles.map(schema => named(schema, schema.$id));
  const { $defs: methods } = schemas.get('protocol.json');
  const parameters = Object.entries(methods)
    .filter(([name]) => name !== 'id')
    .map(
      ([name, schema]) =>
        `${comment(schema.description)}readonly ${name}: ${typeOf(schema, 'protocol.json')};`
    );
  const texts = [];
  while (waiting.length > 0) {
    texts.push(declaration(waiting.shift()));
  }
  const { header, view, opening } = schemas.get('common.json').$defs;
  return `// Generated from src/trace/schema by scripts/generate-trace-types.mjs. Do not edit.
import type { NumericArray } from '../array';

/** The version that this code writes. Every earlier one is read; a newer one is refused by name. */
export const TRACE_VERSION = ${header.properties.version.const};

/** Every bundle that \`show\` can print, told apart by \`kind\`. */
export type Bundle = ${names.join(' | ')};

export type BundleKind = Bundle['kind'];

${texts.join('\n\n')}

/** The views of a run by the names under which \`show\` knows them. */
export const viewNames = ${JSON.stringify(view.enum)} as const;

/** The options that say what a view opens on; all of them go into what is shown. */
export const openingNames = ${JSON.stringify(['view', ...Object.keys(opening.properties)])} as const;

/** The parameters of each method that a page may call. */
export interface MethodParameters {
${parameters.join('\n')}
}
`;
}

/** "Layer trace: one layer" as `LayerTrace`. */
function nameOf({ title }) {
  return title.split(':')[0].trim().split(/\s+/).map(capital).join('');
}

const capital = word => word.charAt(0).toUpperCase() + word.slice(1);

const literal = value =>
  typeof value === 'number' ? String(value) : `'${String(value)}'`;

function comment(description) {
  if (description === undefined) {
    return '';
  }
  return description.includes('\n')
    ? `/**\n${description
        .split('\n')
        .map(line => ` * ${line}`.trimEnd())
        .join('\n')}\n */\n`
    : `/** ${description} */\n`;
}
