import { BundleError, describe } from './bundleError';

/** What the generated functions report: the parts of a schema compiler's error that we use. */
export interface StructureFault {
  /** JSON pointer of the wrong value. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A generated function: true, or false with `errors` set. */
export interface Validator {
  (value: unknown): boolean;
  errors?: readonly StructureFault[] | null;
}

/**
 * Checks a value against one schema.
 *
 * @throws BundleError with the first fault's place, what the schema asks for, and what came.
 */
export function checkStructure(
  value: unknown,
  validator: Validator,
  name: string
): void {
  if (validator(value)) {
    return;
  }
  // The deepest fault says most: of `a is wrong` and `a.b is wrong` the second.
  const fault = (validator.errors ?? []).reduce<StructureFault | undefined>(
    (best, error) =>
      best === undefined || error.instancePath.length > best.instancePath.length
        ? error
        : best,
    undefined
  );
  if (fault === undefined) {
    throw new BundleError('invalid', name, 'the form of the schema', 'another');
  }
  const { place, found } = locate(value, fault.instancePath, name);
  const tooLarge = ['maxItems', 'maxLength', 'maximum'].includes(fault.keyword);
  throw new BundleError(
    tooLarge ? 'tooLarge' : 'invalid',
    place,
    expectation(fault),
    gotOf(fault, found)
  );
}

/** Follows a JSON pointer, writing it as code would: `.layers[0].units`. */
function locate(
  root: unknown,
  pointer: string,
  name: string
): { place: string; found: unknown } {
  let place = name;
  let found = root;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    place += Array.isArray(found) ? `[${key}]` : `.${key.slice(0, 80)}`;
    found =
      typeof found === 'object' && found !== null && Object.hasOwn(found, key)
        ? (found as Readonly<Record<string, unknown>>)[key]
        : undefined;
  }
  return { place, found };
}

function expectation({ keyword, params }: StructureFault): string {
  switch (keyword) {
    case 'type':
      return [params.type]
        .flat()
        .map(type => typeWords[String(type)] ?? String(type))
        .join(' or ');
    case 'required':
      return `an object with “${String(params.missingProperty)}”`;
    case 'additionalProperties':
      return `no key “${String(params.additionalProperty).slice(0, 80)}”`;
    case 'const':
      return JSON.stringify(params.allowedValue);
    case 'enum':
      return `one of ${(params.allowedValues as unknown[]).map(allowed => JSON.stringify(allowed)).join(', ')}`;
    case 'discriminator':
      return `a known “${String(params.tag)}”`;
    case 'minItems':
      return `at least ${String(params.limit)} entries`;
    case 'maxItems':
      return `at most ${String(params.limit)} entries`;
    case 'minLength':
      return `at least ${String(params.limit)} character`;
    case 'maxLength':
      return `at most ${String(params.limit)} characters`;
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
      return `a number ${String(params.comparison)} ${String(params.limit)}`;
    case 'pattern':
      return `text of the form ${String(params.pattern)}`;
    default:
      return `what the schema's “${keyword}” asks for`;
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

function gotOf(fault: StructureFault, found: unknown): string {
  if (fault.keyword === 'required') {
    return 'one without it';
  }
  if (fault.keyword === 'discriminator') {
    return describe(fault.params.tagValue);
  }
  if (fault.keyword === 'maxLength' && typeof found === 'string') {
    return String(found.length);
  }
  return describe(found);
}
