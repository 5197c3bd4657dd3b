import type { TokenRate } from './token-rate.ts';

const WIDTH = 140;
const HEIGHT = 32;

/** Tokens per second over time, as an area. */
export function RateChart({ rate }: { rate: TokenRate }) {
  const { points, most, average } = rate;
  if (points.length < 2 || most === 0) return null;
  const x = (at: number) => (at / (points.length - 1)) * WIDTH;
  const y = (perSecond: number) => HEIGHT - 1 - (perSecond / most) * (HEIGHT - 3);
  const line = points.map(({ perSecond }, at) => `${x(at).toFixed(1)},${y(perSecond).toFixed(1)}`).join(' ');
  const label = `Tokens per second over time: ${formatRate(average ?? most)} on average, at most ${formatRate(most)}.`;
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} role="img" aria-label={label} preserveAspectRatio="none">
      <title>{label}</title>
      <polygon class="area" points={`0,${HEIGHT} ${line} ${WIDTH},${HEIGHT}`} />
      <polyline class="line" points={line} />
      {average !== undefined && average < most && <line class="average" x1={0} x2={WIDTH} y1={y(average)} y2={y(average)} />}
    </svg>
  );
}

/** e.g. `7.4` or `132`. */
export function formatRate(perSecond: number): string {
  return perSecond < 10 ? perSecond.toFixed(1) : String(Math.round(perSecond));
}
