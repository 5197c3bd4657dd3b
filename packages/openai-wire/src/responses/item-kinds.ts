import type { WireItem } from './wire.ts';

/** Calls that the caller must answer, what we call their tool, and what the answer is called. `''`: the item has a name. */
const CLIENT_CALLS = {
  custom_tool_call: ['', 'custom_tool_call_output'],
  computer_call: ['computer', 'computer_call_output'],
  local_shell_call: ['local_shell', 'local_shell_call_output'],
  shell_call: ['shell', 'shell_call_output'],
  apply_patch_call: ['apply_patch', 'apply_patch_call_output'],
} as const;

type ClientCall = keyof typeof CLIENT_CALLS;

/** Calls of the tools that the vendor runs itself. */
const VENDOR_CALLS = new Set(['web_search_call', 'file_search_call', 'code_interpreter_call', 'mcp_call', 'x_search_call', 'tool_search_call']);

function isClientCall(type: string | undefined): type is ClientCall {
  return type !== undefined && Object.hasOwn(CLIENT_CALLS, type);
}

/** The item that answers a call of this kind, e.g. `'computer_call_output'`; `undefined` where it is a function's. */
export function outputTypeOf(type: string | undefined): string | undefined {
  return isClientCall(type) ? CLIENT_CALLS[type][1] : undefined;
}

/** Who runs what an item calls; `undefined` for an item that calls nothing, or that is not known. */
export function runnerOf(item: WireItem): 'client' | 'vendor' | undefined {
  const { type = '', environment } = item;
  if (isClientCall(type)) return isContainer(environment) ? 'vendor' : 'client';
  return VENDOR_CALLS.has(type) ? 'vendor' : undefined;
}

/** A shell in one of the vendor's containers is the vendor's to run. */
function isContainer(environment: unknown): boolean {
  return typeof environment === 'object' && environment !== null && 'type' in environment && environment.type === 'container_reference';
}

/** The name of the tool that an item calls, e.g. `'web_search'` for a `web_search_call`. */
export function toolNameOf({ type = '', name }: WireItem): string {
  if (name) return name;
  return (isClientCall(type) && CLIENT_CALLS[type][0]) || type.replace(/_call$/, '');
}
