import { useEffect, useRef } from 'preact/hooks';
import type { Turn } from './conversation.ts';

/** So near to the end counts as being there, in pixels. */
const NEAR_PX = 60;

/** Follows what is being written, unless the user has scrolled away from it. */
export function useStickToEnd(turns: Turn[]) {
  const scroller = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const count = useRef(0);
  const toEnd = () => {
    if (follows.current && count.current > 0) scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  };
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let lastTop = element.scrollTop;
    const onScroll = () => {
      const { scrollTop, scrollHeight, clientHeight } = element;
      if (scrollHeight - scrollTop - clientHeight < NEAR_PX) follows.current = true;
      else if (scrollTop < lastTop) follows.current = false; // growing text leaves it where it is; only the user goes up
      lastTop = scrollTop;
    };
    const resizes = new ResizeObserver(toEnd);
    resizes.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      resizes.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, []);
  useEffect(() => {
    if (turns.length !== count.current) follows.current = true;
    count.current = turns.length;
    toEnd();
  }, [turns]);
  return scroller;
}
