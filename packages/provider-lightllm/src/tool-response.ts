const WRAPPED = /^\s*<tool_response>\s*([^]*?)\s*<\/tool_response>\s*$/;

/** The inside of a tool's result that its caller has put between `<tool_response>` tags already; any other text as it is. */
export function unwrapToolResponse(text: string): string {
  return WRAPPED.exec(text)?.[1] ?? text;
}
