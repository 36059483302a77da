// Every module that a file loads, its imports included, read from the sources that are built.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** Answers the files that `entry` loads, itself included, and the names of the packages and of Node's modules that they import. */
export function walkImports(entry) {
  const files = new Map();
  const packages = new Set();
  const open = [entry];
  for (const file of open) {
    if (files.has(file)) continue;
    const text = readFileSync(file, 'utf8');
    files.set(file, text);
    for (const { fileName } of ts.preProcessFile(text).importedFiles) {
      if (fileName.startsWith('.')) open.push(join(dirname(file), fileName));
      else packages.add(fileName);
    }
  }
  return { files, packages: [...packages].sort((one, other) => one.localeCompare(other)) };
}
