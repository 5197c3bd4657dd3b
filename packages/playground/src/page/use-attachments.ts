import type { FilePart } from '@sdk/core';
import { useEffect, useRef, useState } from 'preact/hooks';
import { announce } from './announcer.tsx';
import { readFiles } from './attachments.ts';

/** The files that go with the next question: chosen, pasted, or dropped anywhere on the page. */
export function useAttachments() {
  const [parts, setParts] = useState<FilePart[]>([]);
  const [reading, setReading] = useState(0);
  const [problem, setProblem] = useState<string>();
  const add = async (files: readonly File[]) => {
    setReading((before) => before + 1);
    try {
      const read = await readFiles(files);
      setParts((before) => [...before, ...read.parts]);
      setProblem(read.problems.length > 0 ? read.problems.join(' ') : undefined);
      if (read.parts.length > 0) announce(`Attached ${read.parts.map(({ filename, mediaType }) => filename ?? mediaType).join(', ')}.`);
    } catch {
      setProblem('A file could not be read.');
    } finally {
      setReading((before) => before - 1);
    }
  };
  useDrop((files) => void add(files));
  return {
    parts,
    /** Whether a file is still being read. */
    isReading: reading > 0,
    /** What was wrong with the last ones, in words. */
    problem,
    add,
    clear() {
      setParts([]);
      setProblem(undefined);
    },
    remove: (part: FilePart) => setParts((before) => before.filter((each) => each !== part)),
    choose(input: HTMLInputElement) {
      void add([...(input.files ?? [])]);
      input.value = ''; // so that the same file can be chosen again
    },
  };
}

/** Files that are dropped anywhere; without it, the browser would leave the page and open them. */
function useDrop(onFiles: (files: File[]) => void): void {
  const latest = useRef(onFiles);
  latest.current = onFiles;
  useEffect(() => {
    const stay = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      latest.current(files);
    };
    addEventListener('dragover', stay);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', stay);
      removeEventListener('drop', drop);
    };
  }, []);
}
