import type { MemoryFinding } from '../pressure/sensing/memory-finding.js';

const warned = new Set<string>();

/** Tells findings of the audit as process warnings with their codes, each once in a process. */
export function warnOfFindings(findings: readonly MemoryFinding[]): void {
  for (const { code, text, remedy } of findings) {
    if (warned.has(code)) continue;
    warned.add(code);
    process.emitWarning(`${text}; ${remedy}`, { type: 'CacheMemoryWarning', code });
  }
}
