import { defaultSettings, type Settings } from './settings.ts';

/** What a reload keeps, as long as the tab lives: the settings and the key of the playground, nothing that was said. */
const SETTINGS = 'sdk-playground-settings';
const KEY = 'sdk-playground-key';

export function readKey(): string | undefined {
  return read(KEY) ?? undefined;
}

export function writeKey(key: string): void {
  write(KEY, key);
}

export function readSettingsKept(): Settings {
  try {
    return { ...defaultSettings(), ...(JSON.parse(read(SETTINGS) ?? '{}') as Partial<Settings>) };
  } catch {
    return defaultSettings();
  }
}

export function keepSettings(settings: Settings): void {
  write(SETTINGS, JSON.stringify(settings));
}

/** A browser may forbid storage; the page works without. */
function read(name: string): string | null {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

function write(name: string, value: string): void {
  try {
    sessionStorage.setItem(name, value);
  } catch {
    // Forbidden, or full.
  }
}
