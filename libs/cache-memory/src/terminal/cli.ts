#!/usr/bin/env node
import { leaveWithReader } from './leave-with-reader.js';
import { readArguments, USAGE } from './read-arguments.js';
import { top } from './top.js';

leaveWithReader(process.stdout, () => process.exit());
try {
  const words = process.argv.slice(2);
  if (words.includes('--help') || words.length === 0) console.log(USAGE);
  else await top(readArguments(words), process.stdout);
} catch (error) {
  console.error(`nestjs-cache-memory: ${(error as Error).message}\nTry --help.`);
  process.exitCode = 1;
}
