import type { NotebookCell } from '../../exercises/metadata';
import {
  lessonParts,
  MetadataError,
  nbgraderKind,
  readNbgrader,
  studentSource
} from '../../exercises/metadata';

/** Something that would go wrong when a notebook is given out or marked, and where. */
export interface AuthoringFault {
  readonly cell: string;
  readonly message: string;
}

/** The faults that an author can mend: what students see, and what nbgrader would stumble over. */
export function authoringFaults(
  cells: readonly NotebookCell[]
): AuthoringFault[] {
  const faults: AuthoringFault[] = [...lessonParts(cells).faults];
  const grades = new Set<string>();
  for (const cell of cells) {
    try {
      const nbgrader = readNbgrader(cell.metadata.nbgrader);
      if (nbgrader !== null && nbgraderKind(nbgrader) !== 'none') {
        const { grade_id, grade, points } = nbgrader;
        if (grades.has(grade_id)) {
          faults.push({
            cell: cell.id,
            message: `metadata.nbgrader.grade_id: ${grade_id} is already the id of another notebook cell`
          });
        }
        grades.add(grade_id);
        if (grade && points === 0) {
          faults.push({
            cell: cell.id,
            message: `metadata.nbgrader.points: ${grade_id} is worth no points`
          });
        }
      }
      studentSource(cell);
    } catch (error) {
      if (!(error instanceof MetadataError)) {
        throw error;
      }
      // What the lesson says of a notebook cell is not said twice.
      if (!faults.some(({ message }) => message === error.message)) {
        faults.push({ cell: cell.id, message: error.message });
      }
    }
  }
  return faults;
}
