/** Lines of a table: the first column left, the others right, each as wide as its widest cell. */
export function textTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) => row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[column]))))
    .map((cells) => cells.join('  ').trimEnd())
    .join('\n');
}
