import { formatDate } from '../../lib/format'

/** From its moment on: how high it stands, and what it is in words. */
export type Step = {
  at: number
  height: number
  tone: 'ok' | 'warn' | 'danger' | 'plain'
  name: string
}

type Props = { label: string; steps: Step[]; from: number; until: number }

const WIDTH = 1000
const HEIGHT = 40

/** How something that changes by steps stood over time, from left to right; height tells it without colour. */
export function StepLine({ label, steps, from, until }: Props) {
  const xOf = (at: number) => ((Math.max(at, from) - from) / Math.max(1, until - from)) * WIDTH
  const shown = steps.filter((_, at) => (steps[at + 1]?.at ?? until) > from)
  const last = steps.at(-1)
  const words = shown.map(({ at, name }) => `${formatDate(Math.max(at, from))}: ${name}`).join(', ')
  return (
    <div class="step-line">
      <span class="sm">
        {label}: <b>{last?.name ?? '–'}</b>
      </span>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${label}. ${words}`}
        direction="ltr"
      >
        {shown.map(({ at, height, tone, name }, index) => {
          const x = xOf(at)
          const end = xOf(shown[index + 1]?.at ?? until)
          return (
            <rect
              key={at}
              class={tone}
              x={x}
              y={HEIGHT * (1 - height)}
              width={Math.max(2, end - x)}
              height={HEIGHT * height}
            >
              <title>{`${formatDate(Math.max(at, from))}: ${name}`}</title>
            </rect>
          )
        })}
      </svg>
    </div>
  )
}
