/** What is wrong with an endpoint; `undefined` when nothing is. Never repeats it: it may hold a password. */
export function problemOfEndpoint(value: string): string | undefined {
  if (!URL.canParse(value)) return 'is no URL; expected something like https://api.example.com/v1';
  const { protocol, username, password } = new URL(value);
  if (protocol !== 'http:' && protocol !== 'https:') return 'must begin with http:// or https://';
  if (username !== '' || password !== '') return 'holds a user name or password; give the key as apiKey';
  return undefined;
}
