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
