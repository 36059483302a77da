import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const strayFolder = join(root, 'libs/cache-memory/src/engine/stray');

function cruise(...folders: string[]): { violations: Violation[]; modules: number } {
  const args = ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.mjs'];
  let output: string;
  try {
    output = execFileSync(process.execPath, [...args, '--output-type', 'json', ...folders], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
  } catch (error) {
    output = (error as { stdout: string }).stdout;
  }
  const { summary } = JSON.parse(output) as { summary: { violations: Violation[]; totalCruised: number } };
  return { violations: summary.violations, modules: summary.totalCruised };
}

describe('the house', () => {
  afterEach(() => rmSync(strayFolder, { recursive: true, force: true }));

  it('has imports that point down only, no cycle, no barrel imported from inside, no stray package', () => {
    const { violations, modules } = cruise('libs', 'src', 'examples');
    expect(violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
    expect(modules).toBeGreaterThan(60);
  });

  it('would be noticed to have an import that points up, even of a type', () => {
    mkdirSync(strayFolder, { recursive: true });
    writeFileSync(
      join(strayFolder, 'stray.ts'),
      "import type { PressureLevel } from '../../pressure/pressure-level.js';\nexport type Stray = PressureLevel;\n",
    );
    const { violations } = cruise('libs/cache-memory/src/engine/stray');
    expect(violations.map(({ rule }) => rule.name)).toContain('engine-imports-point-down');
  });
});
