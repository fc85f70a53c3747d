import { builtinModules } from 'node:module';
import { relative } from 'node:path';
import { inspect } from 'node:util';
import { deflateSync } from 'node:zlib';
import type { Machine } from '../core/machine';
import { log } from './log';
import { moduleFrame } from './session/moduleFrames';

/** What Node gives. */
export const nodeMachine: Machine = {
  builtinModules,
  inspect,
  deflate: bytes => deflateSync(bytes, { level: 9 }),
  moduleFrame,
  isOwnFrame: line => line.includes(__dirname) || /(?:at |\()node:/.test(line),
  pathInNotebook: path => relative(process.cwd(), path),
  log
};
