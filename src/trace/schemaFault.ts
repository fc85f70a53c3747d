/** What the schemas of this folder use of JSON Schema, as scripts/generate-schemas.mjs writes it. */
export interface SchemaRules {
  /** Another entry of the table; what else stands beside it holds as well. */
  readonly $ref?: number;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly allOf?: readonly SchemaRules[];
  readonly anyOf?: readonly SchemaRules[];
  /** One for each value of the key `tag`. */
  readonly oneOf?: Readonly<Record<string, SchemaRules>>;
  readonly tag?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaRules>>;
  /** True: no other keys than `properties`. */
  readonly closed?: boolean;
  /** What stands under any other key. */
  readonly others?: SchemaRules;
  readonly items?: SchemaRules;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
}

/** The first thing in which a value is not as its schema says. */
export interface SchemaFault {
  /** The keys that lead to the wrong value. */
  readonly path: readonly string[];
  readonly keyword: keyof SchemaRules;
  /** What the schema asks for: the limit, the words, the key that is missing. */
  readonly wanted: unknown;
}

/**
 * Reads the schema beside the value, instead of running code that was compiled from it: the code of
 * all schemas is ten times their text, and pages that draw one picture fetch it too.
 *
 * @param table what `$ref` names, by its place
 */
export function schemaFault(
  value: unknown,
  rules: SchemaRules,
  table: readonly SchemaRules[]
): SchemaFault | null {
  return (
    ownFault(value, rules) ??
    (rules.$ref === undefined
      ? null
      : schemaFault(value, table[rules.$ref], table)) ??
    firstOf(rules.allOf, part => schemaFault(value, part, table)) ??
    (rules.anyOf?.every(part => schemaFault(value, part, table) !== null)
      ? schemaFault(value, rules.anyOf[0], table)
      : null) ??
    (Array.isArray(value)
      ? listFault(value, rules, table)
      : typeof value === 'object' && value !== null
        ? objectFault(value as Readonly<Record<string, unknown>>, rules, table)
        : null)
  );
}

const fault = (keyword: keyof SchemaRules, wanted: unknown): SchemaFault => ({
  path: [],
  keyword,
  wanted
});

/** What can be said without looking inside the value. */
function ownFault(value: unknown, rules: SchemaRules): SchemaFault | null {
  const { type } = rules;
  if (
    type !== undefined &&
    !(typeof type === 'string'
      ? isOf(type, value)
      : type.some(each => isOf(each, value)))
  ) {
    return fault('type', type);
  }
  if (rules.const !== undefined && value !== rules.const) {
    return fault('const', rules.const);
  }
  if (rules.enum !== undefined && !rules.enum.includes(value)) {
    return fault('enum', rules.enum);
  }
  return typeof value === 'string'
    ? (lengthFault(value, rules, 'minLength', 'maxLength') ??
        (rules.pattern !== undefined && !new RegExp(rules.pattern).test(value)
          ? fault('pattern', rules.pattern)
          : null))
    : typeof value === 'number'
      ? numberFault(value, rules)
      : null;
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return (
        typeof value === 'object' && value !== null && !Array.isArray(value)
      );
    case 'number':
      return Number.isFinite(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function lengthFault(
  { length }: { readonly length: number },
  rules: SchemaRules,
  least: 'minLength' | 'minItems',
  most: 'maxLength' | 'maxItems'
): SchemaFault | null {
  if (length > (rules[most] ?? Infinity)) {
    return fault(most, rules[most]);
  }
  return length < (rules[least] ?? 0) ? fault(least, rules[least]) : null;
}

function numberFault(
  value: number,
  { minimum, maximum, exclusiveMinimum }: SchemaRules
): SchemaFault | null {
  if (maximum !== undefined && value > maximum) {
    return fault('maximum', maximum);
  }
  if (minimum !== undefined && value < minimum) {
    return fault('minimum', minimum);
  }
  return exclusiveMinimum !== undefined && value <= exclusiveMinimum
    ? fault('exclusiveMinimum', exclusiveMinimum)
    : null;
}

function listFault(
  list: readonly unknown[],
  rules: SchemaRules,
  table: readonly SchemaRules[]
): SchemaFault | null {
  const { items } = rules;
  return (
    lengthFault(list, rules, 'minItems', 'maxItems') ??
    (items === undefined
      ? null
      : firstOf(list, (item, at) =>
          inside(String(at), schemaFault(item, items, table))
        ))
  );
}

function objectFault(
  value: Readonly<Record<string, unknown>>,
  rules: SchemaRules,
  table: readonly SchemaRules[]
): SchemaFault | null {
  const { required, properties = {}, closed, others, tag, oneOf } = rules;
  const has = (key: string): boolean =>
    Object.hasOwn(value, key) && value[key] !== undefined;
  if (tag !== undefined && oneOf !== undefined) {
    const chosen = has(tag) ? value[tag] : undefined;
    return typeof chosen === 'string' && Object.hasOwn(oneOf, chosen)
      ? schemaFault(value, oneOf[chosen], table)
      : fault('tag', tag);
  }
  return (
    firstOf(required, key => (has(key) ? null : fault('required', key))) ??
    (closed === true
      ? firstOf(Object.keys(value), key =>
          Object.hasOwn(properties, key) ? null : fault('closed', key)
        )
      : null) ??
    firstOf(Object.keys(properties), key =>
      has(key)
        ? inside(key, schemaFault(value[key], properties[key], table))
        : null
    ) ??
    (others === undefined
      ? null
      : firstOf(Object.keys(value), key =>
          Object.hasOwn(properties, key)
            ? null
            : inside(key, schemaFault(value[key], others, table))
        ))
  );
}

function inside(key: string, found: SchemaFault | null): SchemaFault | null {
  return found && { ...found, path: [key, ...found.path] };
}

function firstOf<T>(
  list: readonly T[] | undefined,
  faultOf: (item: T, at: number) => SchemaFault | null
): SchemaFault | null {
  for (const [at, item] of (list ?? []).entries()) {
    const found = faultOf(item, at);
    if (found) {
      return found;
    }
  }
  return null;
}
