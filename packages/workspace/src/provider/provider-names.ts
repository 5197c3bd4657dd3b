/** What the generator is asked for. */
export interface ProviderOptions {
  /** The vendor's name in kebab-case, e.g. `'acme'`. */
  name: string;
  kind: 'openai-compatible' | 'own-wire';
  /** As people write it, e.g. `'Acme AI'`. @default from the name */
  displayName?: string;
  /** What stands before the endpoint. @default a host that does not exist */
  baseUrl?: string;
  /** @default e.g. `'ACME_API_KEY'` */
  apiKeyEnv?: string;
  /** Whether `pnpm install` is left to the caller. @default false */
  skipInstall?: boolean;
}

/** What the templates call things. */
export interface ProviderNames {
  /** e.g. `'acme-ai'`: the id, and what follows `provider-` in the name of the package. */
  name: string;
  /** e.g. `'acmeAi'`: the ready instance. */
  instance: string;
  /** e.g. `'AcmeAi'`, for `createAcmeAi` and `AcmeAiError`. */
  pascal: string;
  /** e.g. `'ACME_AI'`, for constants. */
  constant: string;
  displayName: string;
  baseUrl: string;
  apiKeyEnv: string;
  baseUrlEnv: string;
}

const KEBAB_CASE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
/** Letters, digits and what names of firms hold; nothing that ends a string, a comment or a cell of a table. */
const DISPLAY_NAME = /^[\p{L}\p{N}][\p{L}\p{N} .&+!-]*$/u;
const VARIABLE = /^[A-Z][A-Z0-9_]*$/;
/** What no variable of a module can be called, and what a generated `provider.ts` imports. */
const TAKEN = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if ' +
    'implements import in instanceof interface let new null package private protected public return static super switch this throw true try ' +
    'typeof undefined var void while with yield decode encode sse'
  ).split(' '),
);

/**
 * Every name that a generated package holds.
 *
 * @throws Error that says which option is wrong, and how it should be.
 */
export function providerNames(options: ProviderOptions): ProviderNames {
  const { name } = options;
  checkName(name);
  const words = name.split('-');
  const capitalized = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const pascal = capitalized.join('');
  const constant = words.join('_').toUpperCase();
  return {
    name,
    instance: pascal.charAt(0).toLowerCase() + pascal.slice(1),
    pascal,
    constant,
    displayName: checked('displayName', options.displayName ?? capitalized.join(' '), DISPLAY_NAME, 'Letters, digits, spaces, .&+!-, e.g. "Acme AI".'),
    baseUrl: checkedUrl(options.baseUrl ?? `https://api.${name}.example/v1`),
    apiKeyEnv: checked('apiKeyEnv', options.apiKeyEnv ?? `${constant}_API_KEY`, VARIABLE, 'Capitals, digits and _, e.g. "ACME_API_KEY".'),
    baseUrlEnv: `${constant}_BASE_URL`,
  };
}

function checkName(name: string): void {
  const wrong = (how: string) => new Error(`name: "${name}" ${how}`);
  if (/^provider(?:-|$)/.test(name)) throw wrong(`would become @sdk/provider-${name}. Give the vendor's name alone, e.g. "acme".`);
  if (!KEBAB_CASE.test(name)) throw wrong('is not in kebab-case. Lower-case letters and digits, a letter first, e.g. "acme" or "acme-ai".');
  if (TAKEN.has(name)) throw wrong(`cannot be the name of a variable, as that of the ready instance must be. Try "${name}-ai".`);
}

function checked(option: string, value: string, pattern: RegExp, expected: string): string {
  if (pattern.test(value)) return value;
  throw new Error(`${option}: "${value}" will not do. ${expected}`);
}

function checkedUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '' && url.hash === '' && !/['\\]/.test(url.href)) {
    return url.href.replace(/\/+$/, '');
  }
  throw new Error(`baseUrl: "${value}" will not do. An http or https URL without credentials and query, e.g. "https://api.acme.com/v1".`);
}
