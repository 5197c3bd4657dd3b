/** Puts the focus where one writes: after the use of a button that goes away, it would be nowhere. */
export function focusPrompt(): void {
  document.getElementById('prompt')?.focus();
}
