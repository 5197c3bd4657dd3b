import { useLayoutEffect, useRef } from 'preact/hooks';

/** Lets a field be as high as its text, in browsers where the style sheet cannot: Firefox, and Safari before 26.2. */
export function useGrow(text: string) {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element || CSS.supports('field-sizing', 'content')) return;
    element.style.height = 'auto'; // without it, a field never shrinks
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);
  return field;
}
