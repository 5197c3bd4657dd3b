/** Puts the focus where one writes, or to the way there: after the use of a button that goes away, it would be nowhere. */
export function focusPrompt(): void {
  const prompt = document.getElementById('prompt');
  const isShown = prompt?.checkVisibility() ?? false;
  (isShown ? prompt : document.querySelector<HTMLElement>('.toggle-settings'))?.focus();
}
