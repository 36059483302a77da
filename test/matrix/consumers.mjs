import { execFile } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { FORMATS } from './toolchains.mjs';

const exec = promisify(execFile);
const source = fileURLToPath(new URL('consumer.ts', import.meta.url));
const npm = (cwd, ...args) => exec('npm', [...args, '--no-audit', '--no-fund'], { cwd, maxBuffer: 2 ** 26 });

/** As strict as a consumer may be, with every declaration checked. */
export const compilerOptions = {
  target: 'es2023',
  lib: ['es2023', 'esnext.disposable', 'dom'],
  module: 'nodenext',
  strict: true,
  exactOptionalPropertyTypes: true,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  skipLibCheck: false,
  types: ['node'],
};

/** Archives of the packed libraries, in `folder`. */
export async function archive(packed, folder) {
  const archives = [];
  for (const library of packed.values()) {
    const { stdout } = await npm(library, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder);
    archives.push(join(folder, JSON.parse(stdout)[0].filename));
  }
  return archives;
}

/** An application with its own packages below `folder`: the consumer once as an ES module, once as CommonJS. */
export async function installConsumer(folder, archives, { nest, platforms, terminus }, typescripts) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: basename(folder), private: true }));
  const compilers = typescripts.map((version) => `typescript-${version}@npm:typescript@~${version}.0`);
  const nests = ['common', 'core'].map((name) => `@nestjs/${name}@${nest}`);
  const adapters = ['express', 'fastify'].map((name) => `@nestjs/platform-${name}@${platforms}`);
  const others = [
    'reflect-metadata@0.2',
    'rxjs@7',
    'prom-client@15',
    'csv-parse@7',
    'classic-level@3',
    '@types/node@20',
    '@types/express@5',
  ];
  await npm(
    folder,
    'install',
    ...archives,
    ...nests,
    ...adapters,
    `@nestjs/terminus@${terminus}`,
    ...others,
    ...compilers,
  );
  for (const { format, type } of FORMATS) {
    await mkdir(join(folder, format));
    await writeFile(join(folder, format, 'package.json'), JSON.stringify({ type }));
    await writeFile(join(folder, format, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
    await cp(source, join(folder, format, 'consumer.ts'));
  }
}

/** Compiles the consumer; answers what TypeScript complains of, or `undefined`. */
export async function compileConsumer(folder, format, typescript) {
  const bin = join(folder, 'node_modules', `typescript-${typescript}`, 'bin/tsc');
  return await outcome(process.execPath, [bin, '-p', join(folder, format)], folder);
}

/** Runs the compiled consumer; answers what went wrong, or `undefined`. */
export async function runConsumer(folder, format, node, platform) {
  return await outcome(node, [join(folder, format, 'consumer.js'), platform], folder);
}

async function outcome(command, args, cwd) {
  try {
    await exec(command, args, { cwd, timeout: 600_000 });
    return undefined;
  } catch (error) {
    return `${error.stdout}${error.stderr}`.trim() || error.message;
  }
}
