import { fieldsOf, flagOf, identifierOf, numberOf, oneOf } from './fields';
import { MetadataError } from './metadataError';

/**
 * nbgrader's own metadata of a notebook cell, schema version 3 (nbgrader 0.6 and later, among them
 * 0.9.5). We read and write it and never add a key to it: nbgrader refuses unknown ones.
 */
export interface NbgraderMetadata {
  readonly schema_version: 3;
  /** Unique in the notebook; nbgrader finds a student's cell again by it. */
  readonly grade_id: string;
  /** The cell earns points. */
  readonly grade: boolean;
  /** The student writes here. */
  readonly solution: boolean;
  /** The student's changes are undone before grading. */
  readonly locked: boolean;
  readonly task: boolean;
  /** Present when `grade` or `task`. */
  readonly points?: number;
  readonly checksum?: string;
  readonly cell_type?: 'raw' | 'code' | 'markdown';
}

/** What a cell is to nbgrader, by the names of its own menu. */
export type NbgraderKind =
  | 'autograded answer'
  | 'autograder tests'
  | 'manually graded answer'
  | 'manually graded task'
  | 'read-only'
  | 'none';

const known = [
  'schema_version',
  'grade_id',
  'grade',
  'solution',
  'locked',
  'task',
  'points',
  'checksum',
  'cell_type'
];

/**
 * Reads `metadata.nbgrader` of a notebook cell.
 *
 * @returns null for a cell without it.
 * @throws MetadataError naming the key that nbgrader would stumble over.
 */
export function readNbgrader(value: unknown): NbgraderMetadata | null {
  if (value === undefined || value === null) {
    return null;
  }
  const place = 'metadata.nbgrader';
  const fields = fieldsOf(value, place);
  const unknown = Object.keys(fields).find(key => !known.includes(key));
  if (unknown !== undefined) {
    throw new MetadataError(
      place,
      `only the keys ${known.join(', ')}`,
      unknown
    );
  }
  if (fields.schema_version !== 3) {
    throw new MetadataError(
      `${place}.schema_version`,
      '3 (nbgrader update FILE converts older ones)',
      fields.schema_version
    );
  }
  const grade = flagOf(fields.grade, `${place}.grade`);
  const solution = flagOf(fields.solution, `${place}.solution`);
  const locked = flagOf(fields.locked, `${place}.locked`);
  const task =
    fields.task === undefined ? false : flagOf(fields.task, `${place}.task`);
  const marked = grade || solution || locked || task;
  return {
    schema_version: 3,
    grade_id: marked
      ? identifierOf(fields.grade_id, `${place}.grade_id`)
      : typeof fields.grade_id === 'string'
        ? fields.grade_id
        : '',
    grade,
    solution,
    locked,
    task,
    ...(grade || task
      ? { points: numberOf(fields.points, `${place}.points`) }
      : {}),
    ...(fields.checksum === undefined
      ? {}
      : { checksum: checksumOf(fields.checksum, `${place}.checksum`) }),
    ...(fields.cell_type === undefined
      ? {}
      : {
          cell_type: oneOf(
            fields.cell_type,
            ['raw', 'code', 'markdown'] as const,
            `${place}.cell_type`
          )
        })
  };
}

function checksumOf(value: unknown, place: string): string {
  if (typeof value !== 'string' || value.length !== 32) {
    throw new MetadataError(place, '32 characters', value);
  }
  return value;
}

/** The kind that nbgrader's menu shows for these flags. */
export function nbgraderKind(metadata: NbgraderMetadata | null): NbgraderKind {
  if (!metadata) {
    return 'none';
  }
  const { grade, solution, locked, task } = metadata;
  if (task) {
    return 'manually graded task';
  }
  if (solution) {
    return grade ? 'manually graded answer' : 'autograded answer';
  }
  if (grade) {
    return 'autograder tests';
  }
  return locked ? 'read-only' : 'none';
}

/** Metadata of a cell in which the student writes an answer that tests grade. */
export function answerCell(gradeId: string): NbgraderMetadata {
  return {
    schema_version: 3,
    grade_id: identifierOf(gradeId, 'grade_id'),
    grade: false,
    solution: true,
    locked: false,
    task: false
  };
}

/** Metadata of a cell of tests worth `points`. */
export function testCell(gradeId: string, points: number): NbgraderMetadata {
  return {
    schema_version: 3,
    grade_id: identifierOf(gradeId, 'grade_id'),
    grade: true,
    solution: false,
    locked: true,
    task: false,
    points: numberOf(points, 'points')
  };
}

/** Metadata of a cell that is given, and undone when a student changes it. */
export function givenCell(gradeId: string): NbgraderMetadata {
  return {
    schema_version: 3,
    grade_id: identifierOf(gradeId, 'grade_id'),
    grade: false,
    solution: false,
    locked: true,
    task: false
  };
}

/** Metadata of a cell in which the student writes what is marked by hand. */
export function byHandCell(gradeId: string, points: number): NbgraderMetadata {
  return {
    schema_version: 3,
    grade_id: identifierOf(gradeId, 'grade_id'),
    grade: true,
    solution: true,
    locked: false,
    task: false,
    points: numberOf(points, 'points')
  };
}
