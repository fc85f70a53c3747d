import { BundleError, describe } from './bundleError';
import { schemaFault, type SchemaFault, type SchemaRules } from './schemaFault';

/**
 * Checks a value against one schema.
 *
 * @throws BundleError with the first fault's place, what the schema asks for, and what came.
 */
export function checkStructure(
  value: unknown,
  rules: SchemaRules,
  table: readonly SchemaRules[],
  name: string
): void {
  const fault = schemaFault(value, rules, table);
  if (fault === null) {
    return;
  }
  const { place, found } = locate(value, fault.path, name);
  const tooLarge = ['maxItems', 'maxLength', 'maximum'].includes(fault.keyword);
  throw new BundleError(
    tooLarge ? 'tooLarge' : 'invalid',
    place,
    expectation(fault),
    gotOf(fault, found)
  );
}

/** Follows keys, writing them as code would: `.layers[0].units`. */
function locate(
  root: unknown,
  path: readonly string[],
  name: string
): { place: string; found: unknown } {
  let place = name;
  let found = root;
  for (const key of path) {
    place += Array.isArray(found) ? `[${key}]` : `.${key.slice(0, 80)}`;
    found = (found as Readonly<Record<string, unknown>>)[key];
  }
  return { place, found };
}

function expectation({ keyword, wanted }: SchemaFault): string {
  const text = String(wanted);
  switch (keyword) {
    case 'type':
      return [wanted]
        .flat()
        .map(type => typeWords[String(type)] ?? String(type))
        .join(' or ');
    case 'required':
      return `an object with “${text}”`;
    case 'closed':
      return `no key “${text.slice(0, 80)}”`;
    case 'const':
      return JSON.stringify(wanted);
    case 'enum':
      return `one of ${(wanted as unknown[]).map(allowed => JSON.stringify(allowed)).join(', ')}`;
    case 'tag':
      return `a known “${text}”`;
    case 'minItems':
      return `at least ${text} entries`;
    case 'maxItems':
      return `at most ${text} entries`;
    case 'minLength':
      return `at least ${text} character`;
    case 'maxLength':
      return `at most ${text} characters`;
    case 'minimum':
      return `a number >= ${text}`;
    case 'maximum':
      return `a number <= ${text}`;
    case 'exclusiveMinimum':
      return `a number > ${text}`;
    case 'pattern':
      return `text of the form ${text}`;
    default:
      return `what the schema’s “${keyword}” asks for`;
  }
}

const typeWords: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  null: 'null',
  number: 'a number',
  object: 'an object',
  string: 'text'
};

function gotOf({ keyword, wanted }: SchemaFault, found: unknown): string {
  if (keyword === 'required') {
    return 'one without it';
  }
  if (keyword === 'tag') {
    return describe(
      (found as Readonly<Record<string, unknown>>)[String(wanted)]
    );
  }
  if (keyword === 'maxLength') {
    return String((found as string).length);
  }
  return describe(found);
}
