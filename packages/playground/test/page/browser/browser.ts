import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packaged, { inflate } from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Nothing of the browser's own goes over the network. */
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Set as SDK_TEST_CHROMIUM, it chooses the one from npm whatever else there is. */
const PACKAGED = 'packaged';

interface Executable {
  executablePath: string;
  env?: Record<string, string | undefined>;
}

/** Starts Chromium: the one named by SDK_TEST_CHROMIUM, else the machine's own, else the one that came from npm. */
export async function launchChromium(): Promise<Browser> {
  const named = process.env['SDK_TEST_CHROMIUM'];
  const found = named ?? NAMES.map(pathOf).find((path) => path !== undefined) ?? PACKAGED;
  const { executablePath, env }: Executable = found === PACKAGED ? await unpack() : { executablePath: found };
  return chromium.launch({ executablePath, args: ARGS, headless: true, ...(env && { env: definedOf(env) }) });
}

function pathOf(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Where the one from npm is unpacked to, once for each of its versions. */
const UNPACKED = join(tmpdir(), 'sdk-test-chromium-153');

/** With the libraries and fonts that a bare machine lacks. Several processes may do this at once: the first one wins. */
async function unpack(): Promise<Executable> {
  if (!existsSync(UNPACKED)) {
    const mine = await mkdtemp(`${UNPACKED}-`);
    await unpackInto(mine);
    await rename(mine, UNPACKED).catch(() => rm(mine, { recursive: true }));
  }
  const libraries = [process.env['LD_LIBRARY_PATH'], join(UNPACKED, 'al2023', 'lib')].filter((path) => path !== undefined);
  const fonts = existsSync('/etc/fonts') ? {} : { FONTCONFIG_PATH: join(UNPACKED, 'fonts') };
  return { executablePath: join(UNPACKED, 'chromium'), env: { ...process.env, ...fonts, LD_LIBRARY_PATH: libraries.join(delimiter) } };
}

/** The package unpacks into the folder for temporary files, wherever that is. */
async function unpackInto(folder: string): Promise<void> {
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  try {
    await packaged.executablePath();
    await inflate(join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', 'bin', 'al2023.tar.br'));
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}

function definedOf(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
