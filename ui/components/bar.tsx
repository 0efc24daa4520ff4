import './bar.css'
import type { Band } from './shades'

type BarProps = {
  /** Exclusive bands in reading order; what they leave of the total stays empty. */
  bands: Band[]
  total: number
  /** Says in words what the lengths show. */
  label: string
  size?: 'big' | 'thin'
}

const WIDTH = 1000

/** Lengths are SVG geometry, since the site allows no style attributes. */
export function Bar({ bands, total, label, size }: BarProps) {
  let from = 0
  const placed = bands
    .filter((band) => band.value > 0)
    .map((band) => {
      // A single failure among thousands must still be seen.
      const width = Math.max(3, (band.value / Math.max(1, total)) * WIDTH)
      const at = from
      from += width
      return { ...band, at, width }
    })
  return (
    <svg
      class={`bar flip ${size ?? ''}`}
      viewBox={`0 0 ${WIDTH} 10`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {placed.map((band) => (
        <rect key={band.key} class={band.shade} x={band.at} y="0" width={band.width} height="10" />
      ))}
    </svg>
  )
}

type ProgressProps = { value: number; max: number; label: string; size?: 'big' | 'thin' }

/** How far a job is, for eyes and for screen readers. */
export function Progress({ value, max, label, size }: ProgressProps) {
  const percent = max > 0 ? Math.min(100, Math.round((value / max) * 100)) : 0
  return (
    <div
      role="progressbar"
      tabIndex={-1}
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <svg
        class={`bar flip ${size ?? ''}`}
        viewBox="0 0 100 10"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <rect class="s5" x="0" y="0" width={percent} height="10" />
      </svg>
    </div>
  )
}
