/** Puts a text in the place of the prompt, as if it were typed: what was there comes back by undo. */
export function writePrompt(text: string, onText: (text: string) => void): void {
  const prompt = document.getElementById('prompt') as HTMLTextAreaElement;
  prompt.focus();
  prompt.select();
  if (!document.execCommand('insertText', false, text)) onText(text);
}
