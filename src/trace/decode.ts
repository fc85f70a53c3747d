import { TRACE_VERSION, type Bundle, type BundleKind } from './generated/types';
import { BundleError, describe } from './bundleError';
import { consistencyChecks } from './consistency';
import { decodeArrays, type MessageBuffer } from './decodeArrays';
import { bundleSchemas, schemaTable } from './generated/schemas';
import { checkPlainJson } from './plainJson';
import { spreadSteps } from './spreadSteps';
import { checkStructure } from './structure';

export interface BundleDecodeOptions {
  /** Binary buffers of the message that carried the bundle, for arrays that name one. */
  readonly buffers?: readonly MessageBuffer[];
  /** Bytes of numbers in all. What `show` saves is at most 1 MB; a whole trace may be larger. */
  readonly maximumBytes?: number;
}

/** Far above any notebook's output, far below what would stop a page. */
const defaultMaximumBytes = 64 * 2 ** 20;

/**
 * Reads a bundle that a stranger may have written: checks its version, its structure against the
 * schema, the bytes of its arrays and that its parts agree.
 *
 * @throws BundleError, and nothing else, whatever is passed.
 */
export function decodeBundle(
  json: unknown,
  { buffers = [], maximumBytes = defaultMaximumBytes }: BundleDecodeOptions = {}
): Bundle {
  checkPlainJson(json, 'bundle', {
    depth: 100,
    values: 2_000_000,
    // Base64 takes four characters for three bytes; the rest is words.
    characters: 2 * maximumBytes + 2 ** 24
  });
  const { version, kind } = headerOf(json);
  checkVersion(version);
  if (typeof kind !== 'string' || !Object.hasOwn(bundleSchemas, kind)) {
    throw new BundleError(
      'invalid',
      'bundle.kind',
      `one of ${Object.keys(bundleSchemas).join(', ')}`,
      describe(kind)
    );
  }
  checkStructure(json, schemaTable[bundleSchemas[kind]], schemaTable, kind);
  // The schema has said what it is; arrays and numbers stand where the types say.
  const saved = decodeArrays(json, kind, buffers, maximumBytes) as Bundle;
  const bundle = spreadSteps(saved);
  checkConsistency(bundle, bundle.kind);
  return bundle;
}

/** Checks what the schema cannot say of this kind. */
function checkConsistency<K extends BundleKind>(
  bundle: Extract<Bundle, { kind: K }>,
  kind: K
): void {
  consistencyChecks[kind]?.(bundle, kind);
}

function headerOf(json: unknown): { version?: unknown; kind?: unknown } {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new BundleError('invalid', 'bundle', 'an object', describe(json));
  }
  return json;
}

function checkVersion(version: unknown): void {
  if (
    typeof version !== 'number' ||
    !Number.isSafeInteger(version) ||
    version < 1
  ) {
    throw new BundleError(
      'invalid',
      'bundle.version',
      'a whole number from 1',
      describe(version)
    );
  }
  if (version > TRACE_VERSION) {
    throw new BundleError(
      'newer',
      'bundle.version',
      `at most ${TRACE_VERSION}`,
      String(version),
      `This output was written by gatescope trace version ${version}; this gatescope reads up to ` +
        `version ${TRACE_VERSION}. Upgrade gatescope to see it (pip install --upgrade gatescope).`
    );
  }
}

/**
 * Puts the binary buffers of a comm message back into its JSON: every `{dtype, shape, buffer}`
 * becomes a `NumericArray`. Bundles inside are only as sound as their sender; pass those of an
 * untrusted one to `decodeBundle`.
 *
 * @throws BundleError when the data is not plain JSON, or bytes and shape disagree.
 */
export function unpackBuffers(
  data: unknown,
  buffers: readonly MessageBuffer[],
  maximumBytes = 2 ** 30
): unknown {
  checkPlainJson(data, 'message', {
    depth: 110,
    values: 4_000_000,
    characters: 2 ** 28
  });
  return decodeArrays(data, 'message', buffers, maximumBytes);
}
