import type { GenerateResult } from '@sdk/core';

/** What to do about calls that were not read. */
const HINT =
  'The text still holds a `<tool_call>`: it names no tool of this call, or it was cut. Check the names in `tools`, ' +
  'raise `maxTokens`, or start the server with the `--tool_call_parser` of its model (`qwen25` for Qwen).';

/** Adds a warning to an answer in whose text a call of a tool was left. */
export function warnOfUnreadCalls(result: GenerateResult): GenerateResult {
  if (result.text.includes('<tool_call>')) result.warnings.push({ kind: 'other', option: 'tools', message: HINT });
  return result;
}
