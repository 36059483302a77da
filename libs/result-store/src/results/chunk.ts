import type { ColumnData } from './column-data.js';
import type { Subject } from './column-type.js';

/** The rows of some subjects, whole and in ascending order of the subject: what is written, committed and lost together. */
export interface Chunk {
  readonly rows: number;
  readonly subjects: number;
  readonly bytes: number;
  readonly first: Subject;
  readonly last: Subject;
  readonly columns: Readonly<Record<string, ColumnData>>;
}

/** A run of rows of whole subjects within a chunk: the least that is read at once. */
export interface RowGroup {
  readonly first: Subject;
  readonly last: Subject;
  readonly rows: number;
}

/** Cuts rows that are in the order of their subject into groups of so many subjects. */
export function cutGroups(subjects: ArrayLike<Subject>, subjectsPerGroup: number): RowGroup[] {
  const groups: RowGroup[] = [];
  let start = 0;
  let met = 0;
  for (let row = 0; row < subjects.length; row++) {
    const isNew = row === 0 || subjects[row] !== subjects[row - 1];
    if (isNew && met === subjectsPerGroup) {
      groups.push({ first: subjects[start]!, last: subjects[row - 1]!, rows: row - start });
      start = row;
      met = 0;
    }
    if (isNew) met++;
  }
  if (subjects.length > start) {
    groups.push({ first: subjects[start]!, last: subjects[subjects.length - 1]!, rows: subjects.length - start });
  }
  return groups;
}
