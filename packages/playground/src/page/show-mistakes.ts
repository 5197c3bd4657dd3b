const MISTAKES = '#settings [aria-invalid="true"]';

/** Opens the sections of the settings that hide a mistake. */
export function openMistakes(): void {
  for (const field of document.querySelectorAll(MISTAKES)) {
    for (let section = field.closest('details'); section; section = section.parentElement?.closest('details') ?? null) section.open = true;
  }
}

/** Leads to the first mistake in the settings. */
export function focusMistake(): void {
  openMistakes();
  document.querySelector<HTMLElement>(MISTAKES)?.focus();
}
